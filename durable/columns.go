package durable

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// micros returns a time for a column; NULL for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// nullMicros returns what micros writes, as it is read.
func nullMicros(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: true}
}

// timeOf returns the time of a column.
func timeOf(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMicro(n.Int64).UTC()
}

// maxIndexed is the longest text, in bytes, that is indexed as it is. PostgreSQL refuses rows of an index above some
// 2,700 bytes.
const maxIndexed = 200

// indexed returns a text for an indexed column: as it is if both databases can keep it, shortened with a hash
// otherwise. The whole text stands in the row's data.
func indexed(s string) string {
	if len(s) <= maxIndexed && utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	head := strings.ToValidUTF8(strings.ReplaceAll(s[:min(len(s), maxIndexed/2)], "\x00", "?"), "?")
	return head + "~" + hex.EncodeToString(sum[:])
}

// stored returns a text as it comes back from JSON, in which each byte that is not UTF-8 becomes U+FFFD. What is loaded
// and saved again must be found by its key.
func stored(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// refName returns what an order's name in another system is found by.
func refName(r order.Ref) string {
	return indexed(stored(strings.Join([]string{r.Account, r.Kind, r.ID, r.System}, "\x1f")))
}

// flagsText returns the flags of an order for their column, each between bars.
func flagsText(fs []bridge.Flag) string {
	if len(fs) == 0 {
		return ""
	}
	var b strings.Builder
	for _, f := range fs {
		b.WriteString("|" + indexed(string(f)))
	}
	return b.String() + "|"
}

// maxID is the longest id of an order, in bytes.
const maxID = 1000

// checkID returns an error for an id that cannot be kept as it is.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("durable: the id of the order is empty")
	case len(id) > maxID:
		return fmt.Errorf("durable: the id of the order has %d bytes; at most %d are possible", len(id), maxID)
	case !utf8.ValidString(id) || strings.IndexByte(id, 0) >= 0:
		return fmt.Errorf("durable: the id of the order, %q, is not plain text", id)
	}
	return nil
}

// storedID returns what to look for in a column of ids: "", which no order has, in place of an id that cannot be kept and
// that PostgreSQL would not compare with.
func storedID(id string) string {
	if checkID(id) != nil {
		return ""
	}
	return id
}

// query is a statement that is put together.
type query struct {
	text strings.Builder
	args []any
	// index, if it is set, is a table and a condition that has an index by which the rows are found.
	index *query
}

func newQuery(text string, args ...any) *query {
	q := &query{}
	q.add(text, args...)
	return q
}

// add adds text, with a question mark for each argument.
func (q *query) add(text string, args ...any) {
	for _, a := range args {
		before, after, _ := strings.Cut(text, "?")
		q.args = append(q.args, a)
		q.text.WriteString(before + "$" + strconv.Itoa(len(q.args)))
		text = after
	}
	q.text.WriteString(text)
}

// row adds a row of a list of VALUES.
func (q *query) row(args ...any) {
	for i, a := range args {
		sep := ", "
		if i == 0 {
			sep = "("
		}
		q.add(sep+"?", a)
	}
	q.text.WriteString(")")
}

// in adds a condition that a column has one of some values.
func (q *query) in(column string, values []string) {
	q.text.WriteString(" AND @+" + column + " IN (")
	for i, v := range values {
		if i > 0 {
			q.text.WriteString(", ")
		}
		q.add("?", v)
	}
	q.text.WriteString(")")
}

// statement returns the statement, which has no rows.
func (q *query) statement() statement { return statement{sql: q.text.String(), args: q.args} }
