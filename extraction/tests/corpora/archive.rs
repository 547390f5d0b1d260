//! Archives by hand: what is written in them about them need not be true.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

pub const STORED: u16 = 0;
pub const DEFLATED: u16 = 8;

/// A file in an archive as the archive tells of it.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub size: u32,
    pub checksum: u32,
    /// Where it says to begin, when not where it does.
    pub place: Option<u32>,
}

impl Entry {
    pub fn stored(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.into(),
            data: data.to_vec(),
            method: STORED,
            flags: 0,
            size: u32::try_from(data.len()).unwrap(),
            checksum: checksum(data),
            place: None,
        }
    }

    pub fn packed(name: &str, data: &[u8]) -> Self {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(data).unwrap();
        Self {
            data: packer.finish().unwrap(),
            method: DEFLATED,
            ..Self::stored(name, data)
        }
    }
}

fn checksum(data: &[u8]) -> u32 {
    let mut checksum = flate2::Crc::new();
    checksum.update(data);
    checksum.sum()
}

/// The fields that an entry has in both places, from its version on.
fn fields(entry: &Entry) -> Vec<u8> {
    let mut fields = Vec::new();
    for number in [20, entry.flags, entry.method, 0, 0] {
        fields.extend(number.to_le_bytes());
    }
    let packed = u32::try_from(entry.data.len()).unwrap();
    for number in [entry.checksum, packed, entry.size] {
        fields.extend(number.to_le_bytes());
    }
    for number in [u16::try_from(entry.name.len()).unwrap(), 0] {
        fields.extend(number.to_le_bytes());
    }
    fields
}

/// An archive of these; `told` is how many it says there are.
pub fn archive_of(entries: &[Entry], told: u16) -> Vec<u8> {
    let (mut file, mut table) = (Vec::new(), Vec::new());
    for entry in entries {
        let place = entry.place.unwrap_or(u32::try_from(file.len()).unwrap());
        if entry.place.is_none() {
            file.extend(b"PK\x03\x04");
            file.extend(fields(entry));
            file.extend(&entry.name);
            file.extend(&entry.data);
        }
        table.extend(b"PK\x01\x02\x14\x00");
        table.extend(fields(entry));
        table.extend([0; 10]);
        table.extend(place.to_le_bytes());
        table.extend(&entry.name);
    }
    let start = u32::try_from(file.len()).unwrap();
    let length = u32::try_from(table.len()).unwrap();
    file.extend(table);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(told.to_le_bytes());
    file.extend(told.to_le_bytes());
    file.extend(length.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

pub fn archive(entries: &[Entry]) -> Vec<u8> {
    archive_of(entries, u16::try_from(entries.len()).unwrap())
}

/// A word processor's document of this body.
pub fn document(body: &str) -> Entry {
    Entry::packed(
        "word/document.xml",
        format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#).as_bytes(),
    )
}

pub const HELLO: &str = "<w:p><w:r><w:t>Welcome to the harbour of Rostock</w:t></w:r></w:p>";
