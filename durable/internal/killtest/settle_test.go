package killtest

import (
	"context"
	"database/sql"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// settle waits until nothing is under way: no effect is open, no message waits to be applied, and no order is due or
// claimed, be it by a worker who is dead.
func (w *world) settle(ctx context.Context) {
	w.Helper()
	driver, name := "pgx", w.fleet.settings.Store
	if strings.HasPrefix(name, "file:") {
		// a database whose last process was killed is being recovered by the next: wait for it, as the service does
		driver, name = "sqlite", name+"?_pragma=busy_timeout(60000)"
	}
	db, err := sql.Open(driver, name)
	require.NoError(w, err)
	defer func() { require.NoError(w, db.Close()) }()
	var effects, messages, claims int
	for ctx.Err() == nil {
		require.NoError(w, db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM effects WHERE unsettled = 1),
  (SELECT count(*) FROM messages WHERE done IS NULL), (SELECT count(*) FROM orders WHERE wake <= $1 OR claimed_until > $1)`, time.Now().UnixMicro()).Scan(&effects, &messages, &claims))
		if effects+messages+claims == 0 {
			return
		}
		w.mm.SendHooks(ctx)
		w.yk.SendHooks(ctx)
		w.kassa.SendHooks(ctx)
		rest(ctx, 100*time.Millisecond)
	}
	var first string
	_ = db.QueryRow(`SELECT id || ', claimed ' || COALESCE(token, '') || ' until ' || COALESCE(claimed_until, 0) || ', to be worked on at ' || COALESCE(wake, 0)
  FROM orders WHERE wake <= $1 OR claimed_until > $1 LIMIT 1`, time.Now().UnixMicro()).Scan(&first)
	require.Fail(w, "it does not come to rest", "%d effects are open, %d messages wait, %d orders are due or claimed, such as %s, at %d",
		effects, messages, claims, first, time.Now().UnixMicro())
}
