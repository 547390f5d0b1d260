//! What a model of embeddings answers: `{"data": [{"index": 0, "embedding": [0.1, …]}, …]}`, in any order.

use serde_json::Value;

/// More than any model gives, and all that pgvector takes.
const MOST_DIMENSIONS: usize = 16_000;

/// The embeddings of so many texts, each brought to length 1; `None` when they are not that many, not of one length, or no numbers to
/// reckon with.
pub(super) fn embeddings(body: &[u8], texts: usize) -> Option<Vec<Vec<f32>>> {
    let reply: Value = serde_json::from_slice(body).ok()?;
    let data = reply["data"].as_array()?;
    if data.len() != texts {
        return None;
    }
    let mut found = vec![None; texts];
    for (place, entry) in data.iter().enumerate() {
        // Some servers do not count, and keep the order.
        let index = entry["index"].as_u64();
        let index = index.map_or(Some(place), |index| usize::try_from(index).ok())?;
        *found.get_mut(index)? = Some(of_length_one(&entry["embedding"])?);
    }
    let found: Vec<Vec<f32>> = found.into_iter().collect::<Option<_>>()?;
    let dimensions = found.first().map_or(0, Vec::len);
    let is_even = found.iter().all(|embedding| embedding.len() == dimensions);
    is_even.then_some(found)
}

fn of_length_one(embedding: &Value) -> Option<Vec<f32>> {
    let numbers = embedding.as_array()?.iter().map(Value::as_f64);
    let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
    let length = numbers.iter().map(|number| number * number).sum::<f64>();
    let length = length.sqrt();
    if numbers.len() > MOST_DIMENSIONS || !length.is_normal() {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "models reckon with no more digits"
    )]
    let even = numbers.iter().map(|number| (number / length) as f32);
    Some(even.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(data: Value, texts: usize) -> Option<Vec<Vec<f32>>> {
        embeddings(json!({"data": data}).to_string().as_bytes(), texts)
    }

    #[test]
    fn they_are_put_in_order_and_brought_to_one_length() {
        let data = json!([{"index": 1, "embedding": [0, 2]}, {"index": 0, "embedding": [3, 4]}]);
        assert_eq!(read(data, 2), Some(vec![vec![0.6, 0.8], vec![0.0, 1.0]]));
        let uncounted = json!([{"embedding": [1]}, {"embedding": [-9.5]}]);
        assert_eq!(read(uncounted, 2), Some(vec![vec![1.0], vec![-1.0]]));
    }

    #[test]
    fn what_nobody_can_reckon_with_is_no_answer() {
        for data in [
            json!(null),
            json!([]),
            json!([{"embedding": [1]}]),
            json!([{"embedding": [1]}, {"embedding": [1]}, {"embedding": [1]}]),
            json!([{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]),
            json!([{"index": 0, "embedding": [1]}, {"index": 2, "embedding": [1]}]),
            json!([{"embedding": [1]}, {"embedding": [1, 0]}]),
            json!([{"embedding": [1]}, {"embedding": []}]),
            json!([{"embedding": [1]}, {"embedding": [0]}]),
            json!([{"embedding": [1]}, {"embedding": [null]}]),
            json!([{"embedding": [1]}, {"embedding": "AACAPw=="}]),
            json!([{"embedding": [1]}, {"embedding": vec![1; MOST_DIMENSIONS + 1]}]),
            json!([{"embedding": [1]}, {"embedding": [1e300]}]),
        ] {
            assert_eq!(read(data.clone(), 2), None, "{data}");
        }
        for body in ["", "<html>", "[]", "{\"data\": 1}"] {
            assert_eq!(embeddings(body.as_bytes(), 1), None, "{body}");
        }
    }
}
