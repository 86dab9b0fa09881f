// Package durable has a store for the bridge in a database: SQLite for one process, with nothing to install, or
// PostgreSQL for several.
package durable
