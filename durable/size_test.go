package durable_test

import (
	"database/sql"
	"flag"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/internal/throughput"
)

var sizes = flag.Int("sizes", 0, "lead so many orders from placing to the hand-over, and print how many bytes one takes in each table")

// What one order takes, from placing to the hand-over. The log of writes is counted of the whole server: nobody else may
// write to it.
func TestWhatAnOrderTakes(t *testing.T) {
	if *sizes == 0 {
		t.Skip("-sizes is not set: it says over how many orders the bytes that one takes are counted, such as 1000")
	}
	t.Run("SQLite", func(t *testing.T) {
		db := sqliteFile(t)
		const pages = `SELECT m.tbl_name, m.type, sum(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name GROUP BY 1, 2`
		taken(t, db, pages, "", db.open(t))
	})
	const relations = `SELECT relname, 'table', pg_table_size(oid) FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relkind = 'r'
  UNION ALL SELECT relname, 'index', pg_indexes_size(oid) FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relkind = 'r'`
	for name, opts := range map[string][]durable.Option{"PostgreSQL": {durable.WithoutRiver()}, "PostgreSQL, River": nil} {
		t.Run(name, func(t *testing.T) {
			db := testDB{dsn: postgres(t)}
			taken(t, db, relations, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint", db.open(t, opts...))
		})
	}
}

// taken leads orders through a bridge over a store, and prints what grew.
func taken(t *testing.T, db testDB, relations, wal string, s *durable.Store) {
	at := db.beside(t)
	trade := throughput.New(t, s)
	trade.Through(40)
	vacuum := "VACUUM FULL"
	if db.path != "" {
		vacuum = "VACUUM"
	}
	written := func() int64 {
		if wal == "" {
			return 0
		}
		return column[int64](t, at, wal)[0]
	}
	measure := func() map[[2]string]int64 {
		_, err := at.ExecContext(t.Context(), vacuum)
		require.NoError(t, err)
		return bytesOf(t, at, relations)
	}
	before := measure()
	began := written()
	for range *sizes / 40 {
		trade.Through(40)
	}
	orders := int64(*sizes / 40 * 40)
	if wal != "" {
		t.Logf("%6d bytes an order in the log of writes", (written()-began)/orders)
	}
	grown := bytesOf(t, at, relations)
	after := measure()
	var tables [][2]string
	var sum, full int64
	for table := range after {
		if grown[table] > before[table] {
			tables = append(tables, table)
		}
	}
	slices.SortFunc(tables, func(a, b [2]string) int { return int(after[b] - after[a]) })
	for _, table := range tables {
		n, m := (after[table]-before[table])/orders, (grown[table]-before[table])/orders
		sum, full = sum+n, full+m
		t.Logf("%6d bytes an order in %s %s (%d before it is vacuumed)", n, table[1], table[0], m)
	}
	t.Logf("%6d bytes an order kept (%d before it is vacuumed)", sum, full)
	var json int64
	for table, value := range map[string]string{
		"orders": "summary", "events": "data", "refs": "data", "effects": "data", "journal": "data",
		"messages": "data) + octet_length(body",
	} {
		json += column[int64](t, at, "SELECT sum(octet_length("+value+")) FROM "+table)[0] / (orders + 40)
	}
	t.Logf("%6d of them are what it consists of, as JSON", json)
}

// bytesOf returns the bytes that tables and their indexes take.
func bytesOf(t *testing.T, at *sql.DB, query string) map[[2]string]int64 {
	t.Helper()
	rows, err := at.QueryContext(t.Context(), query)
	require.NoError(t, err)
	out := map[[2]string]int64{}
	for rows.Next() {
		var table, kind string
		var n int64
		require.NoError(t, rows.Scan(&table, &kind, &n))
		out[[2]string{table, kind}] += n
	}
	require.NoError(t, rows.Err())
	return out
}
