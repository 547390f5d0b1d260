//! A file as a form, as Directus takes it. One form of one kind is not worth a library.

use uuid::Uuid;

/// `Content-Type` and body of a form with some texts and a file. The texts come before the file, or Directus would not see them.
pub(super) fn file(texts: &[(&str, &str)], name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let boundary = format!("form-{}", Uuid::new_v4().simple());
    let name = quoted(name);
    let mut body = String::new();
    for (field, text) in texts {
        body.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str(&format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {}\r\n\r\n",
        content_type(&name),
    ));
    let mut body = body.into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// As browsers write a file's name: <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#escaping-a-multipart-form-name>
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// For Directus' own previews; what we make of a file depends on its content.
fn content_type(name: &str) -> &'static str {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf") => "application/pdf",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("txt") => "text/plain",
        Some("md") => "text/markdown",
        Some("csv") => "text/csv",
        Some("html" | "htm") => "text/html",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_its_own_header() {
        let (content_type, body) = file(&[("title", "Venue")], "a\"\r\nX: y.pdf", b"%PDF");
        let (_, boundary) = content_type.split_once("boundary=").expect("a boundary");
        let text = String::from_utf8(body).expect("text");
        assert_eq!(
            text,
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nVenue\r\n\
                 --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0AX: y.pdf\"\r\n\
                 Content-Type: application/pdf\r\n\r\n%PDF\r\n--{boundary}--\r\n"
            )
        );
    }
}
