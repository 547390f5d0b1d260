//! Runs a page's drawing instructions as far as they place text.

use hayro_font::kurbo::Affine;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::content::text_string;
use super::drawn::Drawn;
use super::fonts::{Face, Fonts};
use super::state::State;

/// Instructions of one page that are run at most: a page of print has thousands, a map a few hundred thousand.
const INSTRUCTIONS: usize = 5_000_000;
/// Glyphs of one page that are kept at most.
const GLYPHS: usize = 500_000;
const DEEPEST_FORM: usize = 12;
const DEEPEST_STATE: usize = 256;

pub(super) fn draw<'a>(page: &Page<'a>, fonts: &Fonts<'a>) -> Drawn {
    let mut painter = Painter {
        fonts,
        drawn: Drawn::default(),
        left: INSTRUCTIONS,
        replaced: Vec::new(),
        hidden: 0,
    };
    // Not the page's own cache of this: it would keep every page's instructions unpacked until the end.
    let mut instructions = Vec::new();
    let parts = match page.raw().get::<Stream<'a>>(b"Contents".as_slice()) {
        Some(single) => vec![single],
        None => page
            .raw()
            .get::<Array<'a>>(b"Contents".as_slice())
            .map(|parts| parts.iter::<Stream<'a>>().collect())
            .unwrap_or_default(),
    };
    for part in parts {
        instructions.extend_from_slice(&part.decoded_data().unwrap_or_default());
        instructions.push(b' ');
    }
    let state = State {
        ctm: Affine::new(page.initial_transform(true).as_coeffs()),
        ..State::default()
    };
    painter.run(&instructions, page.resources(), state, 0);
    painter.drawn
}

struct Painter<'f, 'a> {
    fonts: &'f Fonts<'a>,
    drawn: Drawn,
    left: usize,
    /// Open marked contents: the text that stands for all letters in it, until the first of them took it; hidden or not.
    replaced: Vec<Mark>,
    hidden: usize,
}

enum Mark {
    Plain,
    /// Headers, footers and page numbers, marked as such.
    Hidden,
    Replaced(Option<String>),
}

impl<'a> Painter<'_, 'a> {
    fn run(
        &mut self,
        instructions: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        depth: usize,
    ) {
        let mut saved: Vec<State<'a>> = Vec::new();
        let marks = self.replaced.len();
        let mut iterator = TypedIter::new(instructions);
        while let Some(instruction) = iterator.next() {
            if self.left == 0 || self.drawn.glyphs.len() >= GLYPHS {
                self.drawn.cut = true;
                break;
            }
            self.left -= 1;
            match instruction {
                TypedInstruction::SaveState(_) if saved.len() < DEEPEST_STATE => {
                    saved.push(state.clone());
                }
                TypedInstruction::RestoreState(_) => state = saved.pop().unwrap_or(state),
                TypedInstruction::Transform(m) => {
                    state.ctm *= Affine::new([
                        m.0.as_f64(),
                        m.1.as_f64(),
                        m.2.as_f64(),
                        m.3.as_f64(),
                        m.4.as_f64(),
                        m.5.as_f64(),
                    ]);
                }
                TypedInstruction::BeginText(_) => {
                    (state.matrix, state.line) = (Affine::IDENTITY, Affine::IDENTITY);
                }
                TypedInstruction::SetTextMatrix(m) => {
                    state.line = Affine::new([
                        m.0.as_f64(),
                        m.1.as_f64(),
                        m.2.as_f64(),
                        m.3.as_f64(),
                        m.4.as_f64(),
                        m.5.as_f64(),
                    ]);
                    state.matrix = state.line;
                }
                TypedInstruction::TextFont(font) => {
                    state.face = match resources.get_font(font.0) {
                        Some(dict) => self.fonts.face(&dict),
                        None => self.fonts.fallback(),
                    };
                    state.size = font.1.as_f64();
                }
                TypedInstruction::HorizontalScaling(scale) => {
                    state.stretch = scale.0.as_f64() / 100.0;
                }
                TypedInstruction::TextLeading(leading) => state.leading = leading.0.as_f64(),
                TypedInstruction::CharacterSpacing(space) => state.letter_space = space.0.as_f64(),
                TypedInstruction::WordSpacing(space) => state.word_space = space.0.as_f64(),
                TypedInstruction::TextRise(rise) => state.rise = rise.0.as_f64(),
                TypedInstruction::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
                TypedInstruction::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    state.next_line(by.0.as_f64(), by.1.as_f64());
                }
                TypedInstruction::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
                TypedInstruction::ShowText(text) => self.show(&mut state, text.0.as_bytes()),
                TypedInstruction::NextLineAndShowText(text) => {
                    state.next_line(0.0, -state.leading);
                    self.show(&mut state, text.0.as_bytes());
                }
                TypedInstruction::ShowTextWithParameters(text) => {
                    (state.word_space, state.letter_space) = (text.0.as_f64(), text.1.as_f64());
                    state.next_line(0.0, -state.leading);
                    self.show(&mut state, text.2.as_bytes());
                }
                TypedInstruction::ShowTexts(parts) => {
                    for part in parts.0.iter::<Object<'_>>() {
                        match part {
                            Object::String(text) => self.show(&mut state, text.as_bytes()),
                            Object::Number(back) => state.adjust(back.as_f64()),
                            _ => {}
                        }
                    }
                }
                TypedInstruction::BeginMarkedContent(_) => self.replaced.push(Mark::Plain),
                TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                    self.begin(mark.0, mark.1, resources);
                }
                TypedInstruction::EndMarkedContent(_) if self.replaced.len() > marks => self.end(),
                TypedInstruction::XObject(name) => self.form(name.0, resources, &state, depth),
                TypedInstruction::InlineImage(_) => self.drawn.pictures = true,
                _ => {}
            }
        }
        while self.replaced.len() > marks {
            self.end();
        }
    }

    /// A form is a drawing of its own that pages share; what is no form is a picture.
    fn form(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) {
        let Some(stream) = resources.get_x_object(name) else {
            return;
        };
        let dict = stream.dict();
        if dict
            .get::<Name<'_>>(b"Subtype".as_slice())
            .is_none_or(|kind| kind.as_ref() != b"Form")
        {
            self.drawn.pictures = true;
            return;
        }
        if depth >= DEEPEST_FORM {
            return;
        }
        let Ok(instructions) = stream.decoded_data() else {
            return;
        };
        let mut state = state.clone();
        state.ctm *= dict
            .get::<[f64; 6]>(b"Matrix".as_slice())
            .map_or(Affine::IDENTITY, Affine::new);
        let own = dict
            .get::<Dict<'a>>(b"Resources".as_slice())
            .map(Resources::new);
        self.run(
            &instructions,
            own.as_ref().unwrap_or(resources),
            state,
            depth + 1,
        );
    }

    fn begin(&mut self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) {
        let found = match properties {
            Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
            Object::Dict(dict) => Some(dict.clone()),
            _ => None,
        };
        let mark = found.map_or(Mark::Plain, |properties| {
            if tag.as_ref() == b"Artifact"
                && properties
                    .get::<Name<'_>>(b"Type".as_slice())
                    .is_some_and(|kind| kind.as_ref() == b"Pagination")
            {
                return Mark::Hidden;
            }
            match properties.get::<hayro_syntax::object::String<'_>>(b"ActualText".as_slice()) {
                Some(text) => Mark::Replaced(Some(text_string(text.as_bytes()))),
                None => Mark::Plain,
            }
        });
        self.hidden += usize::from(matches!(mark, Mark::Hidden));
        self.replaced.push(mark);
    }

    fn end(&mut self) {
        if let Some(Mark::Hidden) = self.replaced.pop() {
            self.hidden -= 1;
        }
    }

    fn show(&mut self, state: &mut State<'a>, bytes: &[u8]) {
        if state.face.is_none() {
            state.face = self.fonts.fallback();
        }
        let Some(face) = state.face.clone() else {
            return;
        };
        let mut at = 0;
        while at < bytes.len() && self.drawn.glyphs.len() < GLYPHS {
            let (code, length) = face.font.read_code(bytes, at);
            at += length.max(1);
            let advance = face.font.code_advance(code) / 1000.0 * state.size;
            let place = state.ctm * state.matrix * Affine::translate((0.0, state.rise));
            let width = state.width(&face, advance.x, code == 32 && length == 1);
            self.place(&face, code, place, width, state.size);
            state.matrix *= if face.font.is_horizontal() {
                Affine::translate((width, 0.0))
            } else {
                Affine::translate((0.0, advance.y + state.letter_space))
            };
        }
    }

    fn place(&mut self, face: &Face<'a>, code: u32, place: Affine, width: f64, size: f64) {
        if self.hidden > 0 {
            return;
        }
        let text = self.drawn.text.len();
        match self.replaced.iter_mut().find_map(|mark| {
            if let Mark::Replaced(text) = mark {
                Some(text)
            } else {
                None
            }
        }) {
            Some(replacement) => self
                .drawn
                .text
                .push_str(&replacement.take().unwrap_or_default()),
            None => self.fonts.push_letters(face, code, &mut self.drawn.text),
        }
        self.drawn.place(text, place, width, size, face.bold);
    }
}
