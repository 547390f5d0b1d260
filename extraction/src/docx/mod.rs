//! DOCX: a word processor's paragraphs, headings by style, tables row by row, links with their address.

mod body;
mod package;
mod styles;

use crate::outline::Outline;
use crate::{Extracted, Kind, Limits, Unreadable};
use body::Body;
use package::Package;
use styles::Styles;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part()?;
    let styles = Styles::read(&package.related(&main, "styles.xml")?);
    let links = package::links(&package.relations_of(&main)?);
    let mut outline = Outline::new(limits);
    let text = package.part(&main)?.ok_or(Unreadable::Corrupt)?;
    let mut body = Body::new(&mut outline, &styles, &links);
    body.read(&text)?;
    drop(text);
    let title = body.title();
    for notes in ["footnotes.xml", "endnotes.xml"] {
        let text = package.related(&main, notes)?;
        Body::new(&mut outline, &styles, &links).read(&text)?;
    }
    let title = title.or(package::title(
        &package.part("docProps/core.xml")?.unwrap_or_default(),
    ));
    Ok(outline.finish(Kind::Docx, title, None))
}
