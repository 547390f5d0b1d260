//! A statement with its parameters and the way to read its rows, not yet sent. The modules named by noun make them; a batch
//! sends several at once, so none may need the answer of another.

use super::StorageError;
use serde_json::Value;
use std::fmt;
use time::{Date, OffsetDateTime};
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, ToSql, Type};
use uuid::Uuid;

/// One SQL statement that gives a `T`. See the module comment of [`crate::database`].
pub struct Statement<T> {
    query: Query,
    read: fn(Vec<Row>) -> Result<T, StorageError>,
}

/// SQL text and typed parameters. Types are stated, so that nothing has to be prepared and a pooler in transaction mode will do.
pub struct Query {
    pub(super) sql: &'static str,
    pub(super) parameters: Vec<(Box<dyn ToSql + Sync + Send>, Type)>,
    /// Sending it twice leaves the database as sending it once does.
    pub(super) is_repeatable: bool,
}

/// Parameters are session ids, hashes and what people wrote: only the SQL is shown.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Query").field(&self.sql).finish()
    }
}

impl<T> fmt::Debug for Statement<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Statement").field(&self.query.sql).finish()
    }
}

/// Whether a statement changed or found anything.
#[derive(Clone, Copy, Debug)]
pub struct Changed(pub bool);

/// Of a function in the database that says so itself.
impl FromRow for Changed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "is_changed")?))
    }
}

/// A type that one row of a statement holds.
pub trait FromRow: Sized {
    /// Reads the row by column names.
    ///
    /// # Errors
    /// [`StorageError::UnexpectedRow`] naming the column.
    fn from_row(row: &Row) -> Result<Self, StorageError>;
}

/// Reads one column.
pub fn column<'a, T: FromSql<'a>>(row: &'a Row, name: &'static str) -> Result<T, StorageError> {
    row.try_get(name)
        .map_err(|source| StorageError::UnexpectedRow {
            column: name,
            source,
        })
}

impl Query {
    /// A statement that only reads, or that may run twice without harm; it is sent again when a connection turns out dead.
    pub fn repeatable(sql: &'static str) -> Self {
        Self {
            sql,
            parameters: Vec::new(),
            is_repeatable: true,
        }
    }

    /// A statement that writes; it is never sent twice.
    pub fn write(sql: &'static str) -> Self {
        Self {
            sql,
            parameters: Vec::new(),
            is_repeatable: false,
        }
    }

    pub fn uuid(self, value: impl Into<Option<Uuid>>) -> Self {
        self.bind(value.into(), Type::UUID)
    }

    pub fn text(self, value: impl Into<String>) -> Self {
        self.bind(value.into(), Type::TEXT)
    }

    pub fn optional_text(self, value: Option<String>) -> Self {
        self.bind(value, Type::TEXT)
    }

    pub fn optional_texts(self, value: Option<Vec<String>>) -> Self {
        self.bind(value, Type::TEXT_ARRAY)
    }

    pub fn optional_uuids(self, value: Option<Vec<Uuid>>) -> Self {
        self.bind(value, Type::UUID_ARRAY)
    }

    pub fn texts(self, value: Vec<String>) -> Self {
        self.bind(value, Type::TEXT_ARRAY)
    }

    pub fn bytes(self, value: Vec<u8>) -> Self {
        self.bind(value, Type::BYTEA)
    }

    pub fn optional_bytes(self, value: Option<Vec<u8>>) -> Self {
        self.bind(value, Type::BYTEA)
    }

    pub fn byte_strings(self, value: Vec<Vec<u8>>) -> Self {
        self.bind(value, Type::BYTEA_ARRAY)
    }

    pub fn integers(self, value: Vec<i32>) -> Self {
        self.bind(value, Type::INT4_ARRAY)
    }

    pub fn optional_big_integer(self, value: Option<i64>) -> Self {
        self.bind(value, Type::INT8)
    }

    pub fn json(self, value: Value) -> Self {
        self.bind(value, Type::JSON)
    }

    pub fn jsonb(self, value: Value) -> Self {
        self.bind(value, Type::JSONB)
    }

    pub fn optional_jsonb(self, value: Option<Value>) -> Self {
        self.bind(value, Type::JSONB)
    }

    pub fn integer(self, value: i32) -> Self {
        self.bind(value, Type::INT4)
    }

    pub fn optional_integer(self, value: Option<i32>) -> Self {
        self.bind(value, Type::INT4)
    }

    pub fn optional_small_integer(self, value: Option<i16>) -> Self {
        self.bind(value, Type::INT2)
    }

    pub fn real(self, value: f32) -> Self {
        self.bind(value, Type::FLOAT4)
    }

    pub fn reals(self, value: Vec<f32>) -> Self {
        self.bind(value, Type::FLOAT4_ARRAY)
    }

    pub fn big_integers(self, value: Vec<i64>) -> Self {
        self.bind(value, Type::INT8_ARRAY)
    }

    pub fn boolean(self, value: bool) -> Self {
        self.bind(value, Type::BOOL)
    }

    pub fn optional_date(self, value: Option<Date>) -> Self {
        self.bind(value, Type::DATE)
    }

    pub fn optional_moment(self, value: Option<OffsetDateTime>) -> Self {
        self.bind(value, Type::TIMESTAMPTZ)
    }

    pub fn seconds(self, value: f64) -> Self {
        self.bind(value, Type::FLOAT8)
    }

    fn bind(mut self, value: impl ToSql + Sync + Send + 'static, sql_type: Type) -> Self {
        self.parameters.push((Box::new(value), sql_type));
        self
    }

    /// At most one row; more are not looked at.
    pub fn optional<T: FromRow>(self) -> Statement<Option<T>> {
        Statement {
            query: self,
            read: |rows| rows.first().map(T::from_row).transpose(),
        }
    }

    /// Exactly one row, which the statement is certain to give.
    pub fn one<T: FromRow>(self) -> Statement<T> {
        Statement {
            query: self,
            read: |rows| T::from_row(rows.first().ok_or(StorageError::MissingRow)?),
        }
    }

    /// All rows.
    pub fn many<T: FromRow>(self) -> Statement<Vec<T>> {
        Statement {
            query: self,
            read: |rows| rows.iter().map(T::from_row).collect(),
        }
    }

    /// Whether there is any row: of a statement that returns one for each that it changed.
    pub fn changed(self) -> Statement<Changed> {
        Statement {
            query: self,
            read: |rows| Ok(Changed(!rows.is_empty())),
        }
    }

    /// No rows wanted.
    pub fn nothing(self) -> Statement<()> {
        Statement {
            query: self,
            read: |_| Ok(()),
        }
    }
}

/// One or more statements that go out together, and what they give.
pub trait Statements: Send {
    /// What the statements give, in their order.
    type Output: Send;

    /// The statements' texts and parameters.
    fn queries(&self) -> Vec<&Query>;

    /// Reads the rows of each statement, in their order.
    ///
    /// # Errors
    /// When a row cannot be read.
    fn read(self, rows: Vec<Vec<Row>>) -> Result<Self::Output, StorageError>;
}

impl<T: Send> Statements for Statement<T> {
    type Output = T;

    fn queries(&self) -> Vec<&Query> {
        vec![&self.query]
    }

    fn read(self, mut rows: Vec<Vec<Row>>) -> Result<T, StorageError> {
        (self.read)(rows.pop().unwrap_or_default())
    }
}

impl Statements for () {
    type Output = ();

    fn queries(&self) -> Vec<&Query> {
        Vec::new()
    }

    fn read(self, _: Vec<Vec<Row>>) -> Result<(), StorageError> {
        Ok(())
    }
}

impl<A: Send, B: Statements> Statements for (Statement<A>, B) {
    type Output = (A, B::Output);

    fn queries(&self) -> Vec<&Query> {
        let mut queries = vec![&self.0.query];
        queries.extend(self.1.queries());
        queries
    }

    fn read(self, mut rows: Vec<Vec<Row>>) -> Result<Self::Output, StorageError> {
        let rest = rows.split_off(rows.len().min(1));
        let first = (self.0.read)(rows.pop().unwrap_or_default())?;
        Ok((first, self.1.read(rest)?))
    }
}

/// Some statements, and one that goes out at their end.
#[derive(Debug)]
pub struct AndThen<S, T>(pub S, pub Statement<T>);

impl<S: Statements, T: Send> Statements for AndThen<S, T> {
    type Output = (S::Output, T);

    fn queries(&self) -> Vec<&Query> {
        let mut queries = self.0.queries();
        queries.push(&self.1.query);
        queries
    }

    fn read(self, mut rows: Vec<Vec<Row>>) -> Result<Self::Output, StorageError> {
        let last = rows.pop().unwrap_or_default();
        Ok((self.0.read(rows)?, (self.1.read)(last)?))
    }
}
