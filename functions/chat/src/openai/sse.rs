//! Reads server-sent events from bytes that may be cut anywhere.
//! <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>

use std::mem::take;

/// What stands between two empty lines.
#[derive(Debug, Default, PartialEq)]
pub struct Event {
    /// The `event` field; empty when there is none.
    pub name: String,
    /// The `data` fields' lines.
    pub data: String,
}

/// Collects bytes until they are events.
#[derive(Debug, Default)]
pub struct Decoder {
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed now belongs to it.
    is_after_cr: bool,
    event: Event,
    has_data: bool,
}

impl Decoder {
    /// Takes bytes and gives the events that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in bytes {
            let is_after_cr = take(&mut self.is_after_cr);
            match byte {
                b'\n' if is_after_cr => {}
                b'\n' | b'\r' => {
                    self.is_after_cr = byte == b'\r';
                    events.extend(self.end_line());
                }
                byte => self.line.push(byte),
            }
        }
        events
    }

    /// The event that the end of the stream left without its empty line, which not every server sends.
    pub fn finish(&mut self) -> Option<Event> {
        // A line that was not ended ends here too.
        if !self.line.is_empty() {
            self.end_line();
        }
        self.end_line()
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        if line.is_empty() {
            let event = take(&mut self.event);
            return take(&mut self.has_data).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field.trim_start_matches('\u{feff}') {
            "data" => {
                if take(&mut self.has_data) {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
                self.has_data = true;
            }
            "event" => value.clone_into(&mut self.event.name),
            // Comments, ids, times to wait, and what nobody knows.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn read(chunks: &[&[u8]]) -> Vec<(String, String)> {
        let mut decoder = Decoder::default();
        let mut events: Vec<_> = chunks.iter().flat_map(|c| decoder.push(c)).collect();
        events.extend(decoder.finish());
        events.into_iter().map(|e| (e.name, e.data)).collect()
    }

    fn data(data: &[&str]) -> Vec<(String, String)> {
        let unnamed = |data: &&str| (String::new(), (*data).to_owned());
        data.iter().map(unnamed).collect()
    }

    #[test]
    fn it_does_not_matter_where_the_bytes_are_cut() {
        let bytes = ": c\r\n\r\ndata: {\"a\":\"Grüezi 😀\"}\r\n\r\nevent: x\ndata:1\ndata\ndata:  2\n\ndata: [DONE]\n\n";
        let mut expected = data(&["{\"a\":\"Grüezi 😀\"}", "1\n\n 2", "[DONE]"]);
        "x".clone_into(&mut expected[1].0);
        let bytes = bytes.as_bytes();
        assert_eq!(read(&[bytes]), expected);
        for at in 0..bytes.len() {
            let (before, after) = bytes.split_at(at);
            assert_eq!(read(&[before, after]), expected, "cut at {at}");
        }
        let each: Vec<_> = bytes.chunks(1).collect();
        assert_eq!(read(&each), expected);
    }

    #[test]
    fn whatever_ends_lines_they_are_lines() {
        for bytes in [
            "data: a\n\ndata: b\n\n",
            "data: a\r\n\r\ndata: b\r\n\r\n",
            "data: a\r\rdata: b\r\r",
            "\u{feff}data: a\n\n\n\n\ndata: b",
            ": OPENROUTER PROCESSING\n\ndata: a\nid: 7\nretry: 10\nnonsense\n\nevent: empty\n\ndata: b\n",
        ] {
            assert_eq!(read(&[bytes.as_bytes()]), data(&["a", "b"]), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_the_same_events_wherever_they_are_cut(
            lines in vec("(data|event|id|:|\u{feff}data|[a-z]{0,4})(: ?)?[^\r\n]{0,12}(\r|\n|\r\n){0,3}", 0..12),
            noise in vec(any::<u8>(), 0..20),
            cuts in vec(any::<Index>(), 0..8),
        ) {
            let bytes = [lines.concat().as_bytes(), &noise].concat();
            let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            places.extend([0, bytes.len()]);
            places.sort_unstable();
            let parts: Vec<&[u8]> = places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(read(&parts), read(&[&bytes]));
        }

        /// By the rules of the standard, told once more: a line after the other.
        #[test]
        fn events_are_what_the_standard_says(lines in vec("(data|event|retry|)(:|: |)[a-z :]{0,6}", 0..12)) {
            let (mut expected, mut name, mut data) = (Vec::new(), String::new(), Vec::<String>::new());
            for line in lines.iter().map(String::as_str).chain([""]) {
                let (field, value) = line.split_once(':').unwrap_or((line, ""));
                let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
                match field {
                    "data" => data.push(value),
                    "event" => name = value,
                    _ if line.is_empty() => {
                        let name = take(&mut name);
                        if !data.is_empty() {
                            expected.push((name, take(&mut data).join("\n")));
                        }
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(read(&[format!("{}\n\n", lines.join("\n")).as_bytes()]), expected);
        }
    }

    #[test]
    fn what_is_no_text_or_no_event_does_no_harm() {
        assert_eq!(read(&[b"data: \xff\n\n"]), data(&["\u{fffd}"]));
        assert_eq!(read(&[b"<!doctype html>\n<p>Hi\n\n"]), data(&[]));
        assert_eq!(read(&[b""]), data(&[]));
    }
}
