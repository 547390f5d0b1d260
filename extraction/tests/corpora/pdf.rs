//! PDFs by hand: objects as text, with a table of where they are.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Objects by their number, from 1.
#[derive(Clone)]
pub struct Pdf {
    objects: Vec<Vec<u8>>,
    /// What stands in the trailer beside size and root.
    pub trailer: String,
}

pub const FONT: usize = 3;
pub const PAGE: usize = 4;
pub const CONTENT: usize = 5;
/// The first number that [`Pdf::hello`] leaves free.
pub const FREE: usize = 6;

impl Pdf {
    /// A whole document of one page that says hello in Helvetica.
    pub fn hello() -> Self {
        let mut pdf = Self {
            objects: Vec::new(),
            trailer: String::new(),
        };
        pdf.add("<</Type/Catalog/Pages 2 0 R>>");
        pdf.add("<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>");
        pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
        pdf.add("<</Type/Page/Parent 2 0 R/Contents 5 0 R>>");
        pdf.add_stream(
            "",
            b"BT /F 12 Tf 40 800 Td (Welcome to the conference in the old harbour) Tj ET",
        );
        pdf
    }

    /// Another object; gives its number.
    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub fn add_stream(&mut self, members: &str, data: &[u8]) -> usize {
        self.add(stream(members, data))
    }

    /// Another object in the place of one there is.
    pub fn with(mut self, number: usize, object: impl Into<Vec<u8>>) -> Self {
        self.objects[number - 1] = object.into();
        self
    }

    pub fn with_content(self, content: &[u8]) -> Self {
        self.with(CONTENT, stream("", content))
    }

    /// The file up to its table, and where each object begins.
    pub fn body(&self) -> (Vec<u8>, Vec<usize>) {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&self.objects) {
            places.push(file.len());
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        (file, places)
    }

    pub fn build(&self) -> Vec<u8> {
        let (mut file, places) = self.body();
        let start = file.len();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
        for place in &places {
            let _ = writeln!(table, "{place:010} 00000 n ");
        }
        let _ = write!(
            table,
            "trailer\n<</Size {}/Root 1 0 R{}>>\nstartxref\n{start}\n%%EOF\n",
            places.len() + 1,
            self.trailer
        );
        file.extend(table.bytes());
        file
    }
}

/// A stream whose dictionary has these members beside its length.
pub fn stream(members: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{members}/Length {}>>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}
