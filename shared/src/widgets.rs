//! Widgets: look and behaviour of a client's chat, one row a client. Clients of an old database may have none yet.

use crate::database::{FromRow, Query, Statement, StorageError, column};
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
}

impl Default for WidgetSettings {
    /// The same as the table's column defaults.
    fn default() -> Self {
        Self {
            primary_color: "#3b82f6".to_owned(),
            position: "bottom-right".to_owned(),
            welcome_message: "Hi! How can I help?".to_owned(),
            widget_name: "Support".to_owned(),
        }
    }
}

/// A change of some of the settings.
#[derive(Debug, Default)]
pub struct WidgetChange {
    /// See [`WidgetSettings::primary_color`].
    pub primary_color: Option<String>,
    /// See [`WidgetSettings::position`].
    pub position: Option<String>,
    /// See [`WidgetSettings::welcome_message`].
    pub welcome_message: Option<String>,
    /// See [`WidgetSettings::widget_name`].
    pub widget_name: Option<String>,
}

/// The settings of the client that the batch's key opened; `None` when it has no row yet.
pub fn find_settings_of_key() -> Statement<Option<WidgetSettings>> {
    Query::repeatable(
        "select primary_color, \"position\", welcome_message, widget_name
           from client_widgets
          where client_id = app.client_id()",
    )
    .optional()
}

/// The widget of one of the signed-in user's clients; `None` when the client is not the user's or has no row yet.
pub fn find(client_id: Option<Uuid>) -> Statement<Option<Widget>> {
    Query::repeatable(
        "select w.id, w.client_id, w.primary_color, w.\"position\", w.welcome_message, w.widget_name
           from client_widgets w
           join clients c on c.id = w.client_id
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
pub fn update(client_id: Option<Uuid>, change: &WidgetChange) -> Statement<Option<Widget>> {
    let default = WidgetSettings::default();
    // One statement, not an insert and an update: row-level security makes each of them costly to plan.
    Query::write(
        "insert into client_widgets as w (client_id, primary_color, \"position\", welcome_message, widget_name)
         select c.id, coalesce($2, $6), coalesce($3, $7), coalesce($4, $8), coalesce($5, $9)
           from clients c
          where c.id = $1 and c.user_id = app.user_id()
         on conflict on constraint client_widgets_client_id_unique do update
            set primary_color   = coalesce($2, w.primary_color),
                \"position\"      = coalesce($3, w.\"position\"),
                welcome_message = coalesce($4, w.welcome_message),
                widget_name     = coalesce($5, w.widget_name),
                updated_at      = now()
         returning w.id, w.client_id, w.primary_color, w.\"position\", w.welcome_message, w.widget_name",
    )
    .uuid(client_id)
    .optional_text(change.primary_color.clone())
    .optional_text(change.position.clone())
    .optional_text(change.welcome_message.clone())
    .optional_text(change.widget_name.clone())
    .text(default.primary_color)
    .text(default.position)
    .text(default.welcome_message)
    .text(default.widget_name)
    .optional()
}

impl FromRow for WidgetSettings {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            primary_color: column(row, "primary_color")?,
            position: column(row, "position")?,
            welcome_message: column(row, "welcome_message")?,
            widget_name: column(row, "widget_name")?,
        })
    }
}

impl FromRow for Widget {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            client_id: column(row, "client_id")?,
            settings: WidgetSettings::from_row(row)?,
        })
    }
}
