//! `POST /api/auth/login`.
