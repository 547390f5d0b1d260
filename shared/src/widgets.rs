//! Widgets: look and behaviour of a client's chat, one row a client. Clients of an old database may have none yet.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use serde_json::{Map, Value};
use time::PrimitiveDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// A row of `client_widgets`.
#[derive(Clone, Debug)]
pub struct Widget {
    /// The widget's id.
    pub id: Uuid,
    /// The client it belongs to.
    pub client_id: Uuid,
    /// The settings.
    pub settings: WidgetSettings,
    /// When they were changed last. UTC.
    pub updated_at: PrimitiveDateTime,
}

/// What a visitor's browser needs to draw the widget.
#[derive(Clone, Debug)]
pub struct WidgetSettings {
    /// `#rrggbb`.
    pub primary_color: String,
    /// `bottom-left` or `bottom-right`.
    pub position: String,
    /// The first message in an empty conversation.
    pub welcome_message: String,
    /// The title of the chat.
    pub widget_name: String,
    /// `light`, `dark`, or `auto` for what the visitor prefers.
    pub theme: String,
    /// A language's code, or `auto` for the page's.
    pub language: String,
    /// What the empty field for the message says, when it is not the widget's own words.
    pub input_placeholder: Option<String>,
    /// What a visitor could ask, to be clicked on.
    pub suggested_questions: Vec<String>,
    /// Where visitors read what becomes of what they say.
    pub privacy_url: Option<String>,
    /// Whether answers say what they are made from.
    pub show_sources: bool,
    /// Whether answers can be rated.
    pub show_feedback: bool,
    /// Whether an answer is heard.
    pub sound: bool,
    /// Whether only visitors may ask whom the organiser's own site vouches for.
    pub require_login: bool,
    /// The SHA-256 of the logo: see [`crate::widget_logos`].
    pub logo: Option<String>,
}

impl Default for WidgetSettings {
    /// The same as the table's column defaults.
    fn default() -> Self {
        Self {
            primary_color: "#3b82f6".to_owned(),
            position: "bottom-right".to_owned(),
            welcome_message: "Hi! How can I help?".to_owned(),
            widget_name: "Support".to_owned(),
            theme: "auto".to_owned(),
            language: "auto".to_owned(),
            input_placeholder: None,
            suggested_questions: Vec::new(),
            privacy_url: None,
            show_sources: true,
            show_feedback: true,
            sound: false,
            require_login: false,
            logo: None,
        }
    }
}

/// A change of some of the settings. What is not named stays.
#[derive(Clone, Debug, Default)]
pub struct WidgetChange {
    columns: Map<String, Value>,
}

impl WidgetChange {
    /// Names a setting by its column when the caller did: see [`WidgetSettings`].
    pub fn set<T: Into<Value>>(&mut self, column: &str, value: Option<T>) {
        if let Some(value) = value {
            self.columns.insert(column.to_owned(), value.into());
        }
    }
}

/// What a change came to.
#[derive(Clone, Debug)]
pub enum Updated {
    /// The widget as it is now.
    Widget(Box<Widget>),
    /// Nothing: nobody could log in, because the client has no secret to vouch for visitors with.
    LacksIdentitySecret,
}

/// The settings of the client that the batch's key opened; `None` when it has no row yet.
pub fn find_settings_of_key() -> Statement<Option<WidgetSettings>> {
    Query::repeatable(
        "select w.primary_color, w.\"position\", w.welcome_message, w.widget_name, w.theme, w.language, w.input_placeholder,
                w.suggested_questions, w.privacy_url, w.show_sources, w.show_feedback, w.sound, w.require_login, l.sha256 as logo
           from client_widgets w
           left join widget_logos l on l.client_id = w.client_id
          where w.client_id = app.client_id()",
    )
    .optional()
}

/// The widget of one of the signed-in user's clients; `None` when the client is not the user's or has no row yet.
pub fn find(client_id: Option<Uuid>) -> Statement<Option<Widget>> {
    Query::repeatable(
        "select w.id, w.client_id, w.primary_color, w.\"position\", w.welcome_message, w.widget_name, w.theme, w.language,
                w.input_placeholder, w.suggested_questions, w.privacy_url, w.show_sources, w.show_feedback, w.sound, w.require_login,
                w.updated_at, l.sha256 as logo
           from client_widgets w
           join clients c on c.id = w.client_id
           left join widget_logos l on l.client_id = w.client_id
          where w.client_id = $1 and c.user_id = app.user_id()",
    )
    .uuid(client_id)
    .optional()
}

/// Gives a client that exists a widget with the defaults, unless it has one. Nothing happens for a client of somebody else.
pub fn insert_default(client_id: impl Into<Option<Uuid>>) -> Statement<()> {
    Query::repeatable(
        "insert into client_widgets (client_id)
         select id from clients where id = $1 and user_id = app.user_id()
         on conflict on constraint client_widgets_client_id_unique do nothing",
    )
    .uuid(client_id)
    .nothing()
}

/// The widget of one of the signed-in user's clients, created with the defaults when it is missing.
pub fn find_or_insert(client_id: Option<Uuid>) -> (Statement<()>, Statement<Option<Widget>>) {
    (insert_default(client_id), find(client_id))
}

/// Changes the settings that are given, creating the row when it is missing. `None` when the client is not the user's.
pub fn update(
    client_id: Option<Uuid>,
    change: WidgetChange,
) -> (Statement<()>, Statement<Option<Updated>>) {
    let updated = Query::write(
        "with own as materialized (
             select c.id,
                    coalesce(($2 ->> 'require_login')::boolean, false) and not app.has_identity_secret(c.id) as lacks_identity_secret
               from clients c
              where c.id = $1 and c.user_id = app.user_id()
         ), updated as (
             update client_widgets w
                set (primary_color, \"position\", welcome_message, widget_name, theme, language, input_placeholder,
                     suggested_questions, privacy_url, show_sources, show_feedback, sound, require_login)
                  = (select n.primary_color, n.\"position\", n.welcome_message, n.widget_name, n.theme, n.language, n.input_placeholder,
                            n.suggested_questions, n.privacy_url, n.show_sources, n.show_feedback, n.sound, n.require_login
                       from jsonb_populate_record(w, $2) n),
                    updated_at = now()
               from own o
              where w.client_id = o.id and not o.lacks_identity_secret
             returning w.*
         )
         select o.lacks_identity_secret, u.id, u.client_id, u.primary_color, u.\"position\", u.welcome_message, u.widget_name, u.theme,
                u.language, u.input_placeholder, u.suggested_questions, u.privacy_url, u.show_sources, u.show_feedback, u.sound,
                u.require_login, u.updated_at, l.sha256 as logo
           from own o
           left join updated u on true
           left join widget_logos l on l.client_id = o.id",
    )
    .uuid(client_id)
    .jsonb(Value::Object(change.columns))
    .optional();
    (insert_default(client_id), updated)
}

impl FromRow for WidgetSettings {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            primary_color: column(row, "primary_color")?,
            position: column(row, "position")?,
            welcome_message: column(row, "welcome_message")?,
            widget_name: column(row, "widget_name")?,
            theme: column(row, "theme")?,
            language: column(row, "language")?,
            input_placeholder: column(row, "input_placeholder")?,
            suggested_questions: column(row, "suggested_questions")?,
            privacy_url: column(row, "privacy_url")?,
            show_sources: column(row, "show_sources")?,
            show_feedback: column(row, "show_feedback")?,
            sound: column(row, "sound")?,
            require_login: column(row, "require_login")?,
            logo: column(row, "logo")?,
        })
    }
}

impl FromRow for Widget {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            client_id: column(row, "client_id")?,
            settings: WidgetSettings::from_row(row)?,
            updated_at: column(row, "updated_at")?,
        })
    }
}

impl FromRow for Updated {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        if column(row, "lacks_identity_secret")? {
            Ok(Self::LacksIdentitySecret)
        } else {
            Ok(Self::Widget(Box::new(Widget::from_row(row)?)))
        }
    }
}
