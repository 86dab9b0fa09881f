package durable

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// A file of the schema is written once for both databases. These words stand for what differs, and a line that begins
// with "-- postgres:" or "-- sqlite:" is for that one only. "@+" stands before a column of which no index is to be used:
// SQLite has no statistics to choose by, and PostgreSQL would read a list in the order of num. ANALYZE is not run on
// SQLite, so that plans are always those that are tested.
var (
	sqliteWords = strings.NewReplacer("@serial", "INTEGER PRIMARY KEY AUTOINCREMENT", "@bytes", "BLOB", "@clustered", "WITHOUT ROWID", "@+", "+",
		"@now", "CAST(unixepoch('subsec') * 1000000 AS INTEGER)") // microseconds, the same within one statement
	pgWords = strings.NewReplacer("@serial", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "@bytes", "BYTEA", "@clustered", "", "@+num", "num + 0", "@+", "",
		"@now", "CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS BIGINT)")
)

// migration is one numbered step of the schema.
type migration struct {
	version    int
	statements []string
}

// migrations returns the steps of the schema for a database ("sqlite" or "postgres"), the first one first.
func migrations(schema fs.FS, kind string, words *strings.Replacer) ([]migration, error) {
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	out := make([]migration, len(names))
	for i, name := range names {
		text, err := fs.ReadFile(schema, name)
		if err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "schema/"), "_")
		if v, err := strconv.Atoi(number); err != nil || v != i+1 {
			return nil, fmt.Errorf("durable: %s must be number %d of the schema", name, i+1)
		}
		out[i] = migration{i + 1, statementsOf(string(text), kind, words)}
	}
	return out, nil
}

// statementsOf splits a file into statements, which end with a semicolon at the end of a line.
func statementsOf(text, kind string, words *strings.Replacer) []string {
	var b strings.Builder
	var out []string
	for line := range strings.Lines(words.Replace(text)) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "-- "+kind+":")
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "--") {
			continue
		}
		b.WriteString(line)
		b.WriteByte('\n')
		if strings.HasSuffix(line, ";") {
			out = append(out, strings.TrimSuffix(strings.TrimSpace(b.String()), ";"))
			b.Reset()
		}
	}
	return out
}

// SchemaError says that a database has a schema that this program does not know: a newer program has migrated it.
type SchemaError struct {
	Has, Knows int // versions
}

// Error implements error.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("durable: the database has schema %d, and this program knows up to %d: start the newer program that made it, or restore the backup from before", e.Has, e.Knows)
}
