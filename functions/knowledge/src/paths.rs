//! What stands in paths and behind the `?`, for the description of the API.

use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A client and one of its documents in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct DocumentPath {
    /// The client's id.
    id: Uuid,
    /// The document's id.
    document_id: Uuid,
}

/// A client and one of its tags in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct TagPath {
    /// The client's id.
    id: Uuid,
    /// The tag's id.
    tag_id: Uuid,
}

/// A client and one of its tokens in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct TokenPath {
    /// The client's id.
    id: Uuid,
    /// The token's id.
    token_id: Uuid,
}

/// What the list of documents reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct DocumentQuery {
    /// Only those that are so.
    status: Option<DocumentStatus>,
    /// Only those with the tag of this id.
    tag: Option<Uuid>,
    /// Only those with this in their title.
    #[param(max_length = 200)]
    search: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i32>,
    /// `nextCursor` of the answer before.
    cursor: Option<String>,
}

/// What the list of chunks reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct ChunkQuery {
    /// `nextAfter` of the answer before: the number of a chunk.
    #[param(minimum = -1)]
    after: Option<i32>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i32>,
}

/// What a search reads from its address.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct SearchQuery {
    #[param(min_length = 1, max_length = 2000)]
    question: String,
    /// What was said before, which may say what the question is about.
    #[param(max_length = 4000)]
    context: Option<String>,
    /// How many passages at most.
    #[param(minimum = 1, maximum = 20, default = 6)]
    limit: Option<i32>,
}

/// How far a document is: its file has yet to come, it is being read, it answers, it could not be read.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
pub enum DocumentStatus {
    Uploading,
    Processing,
    Ready,
    Failed,
}
