//! The console without a window: session, hub API client, recent lookups
