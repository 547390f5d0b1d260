//! Plain text: paragraphs where an empty line stands.

use crate::decode::decode;
use crate::outline::Outline;
use crate::{Extracted, Kind, Limits, Unreadable};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, Unreadable> {
    let text = decode(bytes).replace("\r\n", "\n");
    let mut outline = Outline::new(limits);
    let mut paragraph = String::new();
    for line in text.split(['\n', '\r', '\u{0C}']) {
        if line.trim().is_empty() {
            outline.paragraph(&paragraph)?;
            paragraph.clear();
        } else {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
    }
    outline.paragraph(&paragraph)?;
    Ok(outline.finish(Kind::Text, None, None))
}
