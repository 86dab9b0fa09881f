package durable_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/durable"
)

// tooMany is how many rows a step of a plan may read: one in twenty orders.
func tooMany() float64 { return max(30_000, float64(*million)/20) }

// plan is a step of a plan of PostgreSQL, as it was carried out.
type plan struct {
	Node    string  `json:"Node Type"`
	Table   string  `json:"Relation Name"`
	Index   string  `json:"Index Name"`
	Rows    float64 `json:"Actual Rows"`
	Loops   float64 `json:"Actual Loops"`
	Removed float64 `json:"Rows Removed by Filter"`
	Plans   []plan  `json:"Plans"`
}

// faults returns what is wrong with a plan, given which tables are large.
func (p plan) faults(large []string) []string {
	var out []string
	if p.Node == "Seq Scan" && slices.Contains(large, p.Table) {
		out = append(out, "reads the whole table "+p.Table)
	}
	if n := (p.Rows + p.Removed) * p.Loops; n > tooMany() {
		out = append(out, fmt.Sprintf("%s on %s%s reads %.0f rows", p.Node, p.Table, p.Index, n))
	}
	for _, below := range p.Plans {
		out = append(out, below.faults(large)...)
	}
	return out
}

// watchPostgres opens a store over PostgreSQL that explains each of its statements.
func watchPostgres(t *testing.T, db testDB, mode string) *watch {
	t.Helper()
	large := column[string](t, db.beside(t), "SELECT relname FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relkind = 'r' AND reltuples > 200000")
	w := &watch{costs: map[string]*cost{}}
	var mu sync.Mutex
	var faults []string
	w.Store = opened(t, db.dsn, durable.SweepEvery(time.Second), durable.Configured(func(c *pgxpool.Config) {
		for name, value := range map[string]string{
			"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on",
			"auto_explain.log_timing": "off", "auto_explain.log_format": "json", "auto_explain.log_level": "notice", "plan_cache_mode": mode,
		} {
			c.ConnConfig.RuntimeParams[name] = value
		}
		c.ConnConfig.Tracer = &counted{&w.sent}
		c.ConnConfig.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
			_, text, found := strings.Cut(n.Message, "plan:\n")
			if !found {
				return
			}
			var e struct {
				Query string `json:"Query Text"`
				Plan  plan
			}
			mu.Lock()
			defer mu.Unlock()
			if err := json.Unmarshal([]byte(text), &e); err != nil {
				faults = append(faults, err.Error()+": "+text)
			}
			if f := e.Plan.faults(large); len(f) > 0 {
				faults = append(faults, strings.Join(f, "; ")+":\n"+e.Query)
			}
		}
	}))
	w.check = func(t *testing.T) {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		for _, f := range faults {
			t.Errorf("%s: %s", w.doing, f)
		}
		faults = nil
	}
	return w
}

// A scan of a table, one of an index of few rows, and conditions that a list may have.
var (
	small    = regexp.MustCompile(`INDEX (effects_open|messages_failed)$`)
	whole    = regexp.MustCompile(`^SCAN (orders|events|articles|refs|effects|messages|journal|runs|run_orders)( USING (COVERING )?INDEX .*)?$`)
	filtered = regexp.MustCompile(`(account|kind|order_id|run|what|key) = |(state|flags|phase|level) IN `)
)

// watchSQLite opens a store over a file of SQLite whose statements are explained.
func watchSQLite(t *testing.T, db testDB) *watch {
	t.Helper()
	at := db.beside(t)
	w := &watch{Store: opened(t, db.dsn), costs: map[string]*cost{}}
	var mu sync.Mutex
	var texts []string
	durable.Watch(w.Store, func(sql string) {
		mu.Lock()
		defer mu.Unlock()
		w.sent.Add(1)
		texts = append(texts, sql)
	})
	known := map[string]bool{}
	w.check = func(t *testing.T) {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		for _, text := range texts {
			if known[text] {
				continue
			}
			known[text] = true
			steps := planOf(t, at, text)
			for _, step := range steps {
				if whole.MatchString(step) && !small.MatchString(step) || strings.Contains(step, "(rowid>?") && filtered.MatchString(text) && !strings.Contains(text, " >= ") {
					t.Errorf("%s: goes through a whole table: %s:\n%s", w.doing, strings.Join(steps, "; "), text)
				}
			}
		}
		texts = nil
	}
	return w
}

// planOf returns the steps in which SQLite carries out a statement.
func planOf(t *testing.T, at *sql.DB, text string) []string {
	t.Helper()
	rows, err := at.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, make([]any, strings.Count(text, "$"))...)
	require.NoError(t, err, text)
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		require.NoError(t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	require.NoError(t, rows.Err())
	return steps
}

// counted counts statements that are sent to PostgreSQL.
type counted struct{ n *atomic.Int64 }

var (
	_ pgx.QueryTracer = (*counted)(nil)
	_ pgx.BatchTracer = (*counted)(nil)
)

// TraceQueryStart implements pgx.QueryTracer.
func (c *counted) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (c *counted) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart implements pgx.BatchTracer.
func (c *counted) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer.
func (c *counted) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) { c.n.Add(1) }

// TraceBatchEnd implements pgx.BatchTracer.
func (c *counted) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}
