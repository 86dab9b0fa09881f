package durable_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/internal/throughput"
	"github.com/ordo-sdk/ordo/order"
)

// How many real orders the database is filled from: those that went all the way, one that was only placed, and one that
// waits for a person. So 1 % of the orders are open, and 1 % are flagged.
const (
	shipped  = 98
	patterns = shipped + 2
)

// copied are the columns that are copied from real orders: those marked * name an order or its parts, those marked @ are
// times that differ from copy to copy.
var copied = map[string]string{
	"orders":   "id* rev last_message refreshed@ wake due account state flags updated@ summary*",
	"events":   "order_id* n at@ data*",
	"articles": "sku* order_id*",
	"refs":     "name* order_id* data*",
	"effects":  "order_id* key* account kind phase unsettled ended@ data*",
	"messages": "order_id* account key* woke@ done@ data* body",
	"journal":  "at@ level account order_id* what run* key* data*",
	"runs":     "key* account began@ data*",
}

// brief are tables in which what is settled is kept for a while only: of the last fifth of the orders.
var brief = []string{"effects", "messages", "journal"}

// namesOf returns the names of columns.
func namesOf(columns string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("*", "", "@", "").Replace(columns)), ", ")
}

// number stands for the number of a copy in what is copied.
const number = "%k%"

// filled is what a database was filled with.
type filled struct {
	ids     []string // of the real orders
	copies  int      // of each
	run     string   // a pass
	entries int64    // of the journal
	sku     string   // an article that 1 % of the orders have
	trade   *throughput.Trade
}

// some returns the ids of some orders that have ended.
func (f *filled) some(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s~%d", f.ids[i%shipped], f.copies-i/shipped)
	}
	return out
}

// open returns the id of an order that is open.
func (f *filled) open(n int) string { return fmt.Sprintf("%s~%d", f.ids[shipped], n) }

// fill fills a database with copies of real orders.
func fill(t *testing.T, db testDB, orders int) *filled {
	t.Helper()
	at := db.beside(t)
	at.SetMaxOpenConns(1)
	trade, ids := lead(t, db, at)
	copies := orders / patterns
	exec := func(text string, args ...any) {
		t.Helper()
		_, err := at.ExecContext(t.Context(), text, args...)
		require.NoError(t, err, text)
	}
	if db.path != "" {
		for _, pragma := range []string{"journal_mode = OFF", "synchronous = OFF", "cache_size = -500000"} {
			exec("PRAGMA " + pragma)
		}
	}
	seed(t, at, ids)
	exec("DELETE FROM journal") // whose numbers are the first, and the times the last
	exec("DELETE FROM run_orders")
	exec("DELETE FROM runs")
	again := dropIndexes(t, at, db)
	began := time.Now()
	const atOnce = 100
	for k := 1; k <= copies; k += atOnce {
		series := fmt.Sprintf("generate_series(%d, %d) AS s(k)", k, min(k+atOnce-1, copies))
		if db.path != "" {
			series = fmt.Sprintf("(WITH RECURSIVE c(k) AS (SELECT %d UNION ALL SELECT k + 1 FROM c WHERE k < %d) SELECT k FROM c) AS s",
				k, min(k+atOnce-1, copies))
		}
		for table, columns := range copied {
			var values []string
			for _, c := range strings.Fields(columns) {
				value := "x." + strings.TrimRight(c, "*@")
				switch c[len(c)-1] {
				case '*':
					value = fmt.Sprintf("replace(%s, '%s', CAST(s.k AS TEXT))", value, number)
				case '@': // one an hour, back in time
					value = fmt.Sprintf("%s - (%d - s.k) * CAST(3600000000 AS BIGINT)", value, copies)
				}
				values = append(values, value)
			}
			where := ""
			if slices.Contains(brief, table) {
				where = fmt.Sprintf(" WHERE s.k > %d OR x.order_id IN ('%s', '%s')", copies*4/5, named(ids[shipped]), named(ids[shipped+1]))
			}
			exec(fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s CROSS JOIN seed_%s AS x%s",
				table, namesOf(columns), strings.Join(values, ", "), series, table, where))
		}
	}
	t.Logf("rows: %v", time.Since(began).Round(time.Second))
	for _, text := range again {
		exec(text)
	}
	// Of those that are open, one in ten is due, and one in a hundred is claimed by a process that has ended.
	now := time.Now()
	exec("UPDATE orders SET wake = $1 + num * 1000000, due = $1 + num * 1000000 WHERE due IS NOT NULL", now.Add(time.Hour).UnixMicro())
	exec("UPDATE orders SET wake = $1 - num, due = $1 - num WHERE due IS NOT NULL AND num % 1000 < 100", now.UnixMicro())
	exec("UPDATE orders SET due = NULL, wake = $1 - num, claimed_until = $2, token = 'gone', process = 'gone' WHERE due IS NOT NULL AND num % 10000 BETWEEN 200 AND 299",
		now.UnixMicro(), now.Add(time.Hour).UnixMicro())
	exec("INSERT INTO run_orders (order_id, run) SELECT id, 1 + num % (SELECT count(*) FROM runs) FROM orders WHERE num % 5 = 0")
	for table := range copied {
		exec("DROP TABLE seed_" + table)
	}
	if db.path == "" {
		exec("VACUUM ANALYZE")
	}
	t.Logf("with indexes and statistics: %v", time.Since(began).Round(time.Second))
	return &filled{
		ids: ids, trade: trade, copies: copies, run: column[string](t, at, "SELECT key FROM runs WHERE num = $1", 2*copies)[0],
		entries: column[int64](t, at, "SELECT max(num) FROM journal")[0], sku: articleOf(ids[3]),
	}
}

// lead leads the orders that are copied through a bridge, and returns their ids.
func lead(t *testing.T, db testDB, at *sql.DB) (*throughput.Trade, []string) {
	t.Helper()
	s := open(t, db.dsn, durable.WithoutRiver())
	trade := throughput.New(t, s)
	trade.Through(shipped)
	trade.Buy(patterns - shipped)
	trade.MM.SendHooks(t.Context())
	_, err := trade.Bridge.Sync(t.Context())
	require.NoError(t, err)
	closed(t, s)
	ids := column[string](t, at, "SELECT id FROM orders ORDER BY num")
	require.Len(t, ids, patterns)
	waits := ids[shipped+1]
	_, err = at.ExecContext(t.Context(), "UPDATE orders SET flags = '|stuck|' WHERE id = $1", waits)
	require.NoError(t, err)
	_, err = at.ExecContext(t.Context(), "UPDATE effects SET phase = 'parked', unsettled = 1 WHERE num = (SELECT max(num) FROM effects WHERE order_id = $1)", waits)
	require.NoError(t, err)
	_, err = at.ExecContext(t.Context(), "UPDATE orders SET wake = NULL, due = NULL WHERE id <> $1", ids[shipped])
	require.NoError(t, err)
	_, err = at.ExecContext(t.Context(), "UPDATE orders SET wake = 1, due = 1 WHERE id = $1", ids[shipped])
	require.NoError(t, err)
	return trade, ids
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// seed makes tables with the rows of the real orders, in which names have the place for a number.
func seed(t *testing.T, at *sql.DB, ids []string) {
	t.Helper()
	var replaced []string
	for _, id := range ids {
		_, own, _ := strings.Cut(id, "/")
		replaced = append(replaced, own, own+"~"+number)
	}
	names := strings.NewReplacer(replaced...)
	// Each has an article of its own: 1 % of the orders have it.
	article := func(row []any) string {
		for _, v := range row {
			if id, ok := v.(string); ok && slices.Contains(ids, id) {
				return articleOf(id)
			}
		}
		return "MUG-RED"
	}
	for table, columns := range copied {
		where := ""
		if slices.Contains(brief, table) {
			where = " WHERE order_id <> ''"
		}
		rows, err := at.QueryContext(t.Context(), "SELECT "+namesOf(columns)+" FROM "+table+where)
		require.NoError(t, err)
		list := strings.Fields(columns)
		var all [][]any
		for rows.Next() {
			row, to := make([]any, len(list)), make([]any, len(list))
			for i := range row {
				to[i] = &row[i]
			}
			require.NoError(t, rows.Scan(to...))
			sku := article(row)
			for i, c := range list {
				if text, ok := row[i].(string); ok && strings.HasSuffix(c, "*") && text != "" {
					changed := strings.ReplaceAll(uuids.ReplaceAllString(names.Replace(text), "$0~"+number), "MUG-RED", sku)
					if c == "key*" && changed == text {
						changed = text + "~" + number
					}
					row[i] = changed
				}
			}
			if table == "refs" {
				rename(t, row)
			}
			all = append(all, row)
		}
		require.NoError(t, rows.Err())
		_, err = at.ExecContext(t.Context(), "CREATE TABLE seed_"+table+" AS SELECT "+namesOf(columns)+" FROM "+table+" WHERE 1 = 0")
		require.NoError(t, err)
		for _, row := range all {
			marks := make([]string, len(row))
			for i := range marks {
				marks[i] = fmt.Sprintf("$%d", i+1)
			}
			_, err = at.ExecContext(t.Context(), "INSERT INTO seed_"+table+" VALUES ("+strings.Join(marks, ", ")+")", row...)
			require.NoError(t, err)
		}
	}
}

// named is the id of a copy of an order, with the place for the number.
func named(id string) string { return id + "~" + number }

// articleOf is the article of the copies of an order.
func articleOf(id string) string { return "MUG-" + id[strings.Index(id, "/")+1:] }

// rename gives an order's name in another system its place for a number.
func rename(t *testing.T, row []any) {
	t.Helper()
	data, _ := row[2].(string)
	if strings.Contains(data, number) {
		return
	}
	var r order.Ref
	decode(t, data, &r)
	r.ID += "~" + number
	row[0], row[2] = durable.RefName(r), encode(t, r)
}

// dropIndexes drops what can be made anew faster than it is kept up to date, and returns what makes it.
func dropIndexes(t *testing.T, at *sql.DB, db testDB) []string {
	t.Helper()
	drop := "SELECT 'DROP INDEX ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
	again := "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
	if db.path == "" {
		const constraints = ` FROM pg_constraint WHERE connamespace = current_schema::regnamespace AND contype IN ('p', 'u') AND pg_get_constraintdef(oid) <> 'PRIMARY KEY (num)' `
		const indexes = ` FROM pg_indexes WHERE schemaname = current_schema AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE connamespace = current_schema::regnamespace AND conname = indexname)`
		drop = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)" + constraints + "UNION ALL SELECT 'DROP INDEX ' || indexname" + indexes
		again = "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))" + constraints + "UNION ALL SELECT indexdef" + indexes
	}
	made := column[string](t, at, again)
	for _, text := range column[string](t, at, drop) {
		_, err := at.ExecContext(t.Context(), text)
		require.NoError(t, err)
	}
	return made
}

// column returns the values of a column.
func column[T any](t testing.TB, at *sql.DB, query string, args ...any) []T {
	t.Helper()
	rows, err := at.QueryContext(context.WithoutCancel(t.Context()), query, args...)
	require.NoError(t, err)
	var out []T
	for rows.Next() {
		var v T
		require.NoError(t, rows.Scan(&v))
		out = append(out, v)
	}
	require.NoError(t, rows.Err())
	return slices.Clip(out)
}
