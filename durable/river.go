package durable

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/ordo-sdk/ordo/bridge"
)

const (
	queueOrders  = "ordo_orders"  // hints for single orders
	queueBunches = "ordo_bunches" // hints for many orders at once
	queueUpkeep  = "ordo_upkeep"

	// bunchSize is how many orders one hint names at most: a bridge reads so many in a channel at once.
	bunchSize = 50
	// bunchesAtOnce is how many bunches a process has begun: while the last orders of one are worked on, the next is
	// there. The bridge bounds how many orders it works on at once.
	bunchesAtOnce = 4
	// fetchCooldown is the shortest that River takes. It tells nobody of a job that is inserted so soon after another
	// one of the same queue; those are found after hintPolled.
	fetchCooldown = time.Millisecond
	hintPolled    = 100 * time.Millisecond
	// sweepEvery is how often each process looks for orders that are due and for which no hint is under way. Less than
	// hintAhead, so that what is due between two sweeps is found by the first.
	sweepEvery = 5 * time.Second
	// hintLost is after what time a hint that led to no claim counts as lost.
	hintLost = 15 * time.Second
	// longestJob is longer than any job takes. River's rescuer finds jobs of processes that have ended after this time;
	// as they are hints, nothing waits for them.
	longestJob = 30 * time.Minute
	// jobsKept is how long finished jobs are shown.
	jobsKept = 10 * time.Minute
	// discardedKept is how long jobs are shown that failed each time.
	discardedKept = 24 * time.Hour
)

// ordersDue is the job that says that orders are due.
type ordersDue struct {
	Orders []string `json:"orders"`
}

// Kind implements river.JobArgs.
func (ordersDue) Kind() string { return "ordo_orders_due" }

// accountDue is the job that says that the time of an account's pass has come.
type accountDue struct {
	Account string `json:"account"`
}

// Kind implements river.JobArgs.
func (accountDue) Kind() string { return "ordo_account_due" }

// upkeepDue is the job that removes what is not kept any longer.
type upkeepDue struct{}

// Kind implements river.JobArgs.
func (upkeepDue) Kind() string { return "ordo_upkeep" }

// riverHints inserts hints as jobs of River.
type riverHints struct {
	client *river.Client[pgx.Tx]
}

func (h riverHints) hint(ctx context.Context, tx pgx.Tx, ids []string) error {
	if len(ids) == 1 {
		_, err := h.client.InsertTx(ctx, tx, ordersDue{ids}, hintOpts(queueOrders))
		return err
	}
	_, err := h.client.InsertManyTx(ctx, tx, bunches(ids))
	return err
}

// hintOpts says that a hint is tried a few times only: the sweep leaves another one, and would for weeks leave those for
// an order that the store cannot read beside each other.
func hintOpts(queue string) *river.InsertOpts { return &river.InsertOpts{Queue: queue, MaxAttempts: 3} }

// bunches are the hints for many orders.
func bunches(ids []string) []river.InsertManyParams {
	var jobs []river.InsertManyParams
	for bunch := range slices.Chunk(ids, bunchSize) {
		jobs = append(jobs, river.InsertManyParams{Args: ordersDue{bunch}, InsertOpts: hintOpts(queueBunches)})
	}
	return jobs
}

// useRiver brings River's tables up to date, and makes every write leave hints. A version of River with other tables
// comes with a number of the schema of its own, so that old programs refuse the database.
func (s *Store) useRiver(ctx context.Context, db *pgDB) error {
	driver := riverpgxv5.New(db.pool)
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: s.riverLog()})
	if err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", migrationLock); err != nil {
			return err
		}
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	})
	if err != nil {
		return fmt.Errorf("durable: River's tables: %w", pgError(err))
	}
	if err := riverIsOurs(ctx, db); err != nil {
		return err
	}
	if err := dropHints(ctx, db); err != nil {
		return err
	}
	client, err := river.NewClient(driver, &river.Config{Logger: s.riverLog(), FetchCooldown: fetchCooldown})
	if err != nil {
		return err
	}
	db.hinter, s.hints = riverHints{client}, true
	return nil
}

// riverIsOurs returns an error if another program uses the same tables of River. One client is elected for all: it
// inserts the periodic jobs of its own program only, discards jobs that it does not know, and removes those that have
// ended when its own program says.
func riverIsOurs(ctx context.Context, db *pgDB) error {
	var other string
	err := db.read(ctx, one([]any{&other}, `SELECT COALESCE((SELECT 'queue ' || name FROM river_queue WHERE name NOT LIKE 'ordo\_%' LIMIT 1),
  (SELECT 'job ' || kind FROM river_job WHERE kind NOT LIKE 'ordo\_%' LIMIT 1), '')`))
	if err == nil && other != "" {
		err = fmt.Errorf("durable: another program uses River in the same schema (%s): add search_path=ordo to the address, after CREATE SCHEMA ordo, or open the store WithoutRiver", other)
	}
	return err
}

// hintsKept is for how long hints are kept that nobody takes: no process has a bridge that runs.
const hintsKept = time.Hour

// dropHints removes old hints that nobody took. The sweep of a process that comes leaves new ones.
func dropHints(ctx context.Context, db *pgDB) error {
	return db.run(ctx, exec(`DELETE FROM river_job WHERE state = 'available' AND queue = ANY($1) AND scheduled_at < now() - CAST($2 AS BIGINT) * interval '1 microsecond'`,
		[]string{queueOrders, queueBunches}, hintsKept.Microseconds()))
}

// ride has River wake the workers of this process until the context ends.
func (s *Store) ride(ctx context.Context, db *pgDB, d bridge.Duties) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &orderWorker{store: s, duties: d})
	river.AddWorker(workers, &accountWorker{duties: d})
	river.AddWorker(workers, &upkeepWorker{store: s})
	queues := map[string]river.QueueConfig{
		queueOrders: {MaxWorkers: d.Workers, FetchPollInterval: hintPolled}, queueBunches: {MaxWorkers: bunchesAtOnce}, queueUpkeep: {MaxWorkers: 1},
	}
	// Only one process is elected to insert these, and it may not have all accounts: see pollBeside.
	jobs := []*river.PeriodicJob{periodic(time.Hour, upkeepDue{}, queueUpkeep)}
	for _, account := range d.Accounts {
		queues[accountQueue(account)] = river.QueueConfig{MaxWorkers: 1}
		jobs = append(jobs, periodic(d.PollEvery, accountDue{account}, accountQueue(account)))
	}
	config := &river.Config{
		Queues: queues, Workers: workers, PeriodicJobs: jobs, Logger: s.riverLog(),
		FetchCooldown: fetchCooldown, PollOnly: s.pooler,
		JobTimeout: longestJob, RescueStuckJobsAfter: longestJob + time.Minute, CompletedJobRetentionPeriod: jobsKept, DiscardedJobRetentionPeriod: discardedKept,
	}
	client, err := river.NewClient(riverpgxv5.New(db.pool), config)
	if err != nil {
		return err
	}
	if err := s.start(ctx, client, d); err != nil {
		return err
	}
	// Jobs end as the functions of the bridge do when the context ends: after the step that they are at.
	var wg sync.WaitGroup
	failed := func(what string) func(error) {
		return func(err error) { d.Log.ErrorContext(ctx, what, "err", err) }
	}
	wg.Go(func() {
		every(ctx, s.sweepEvery, func() error { return s.sweep(ctx, db, client) }, failed("orders that are due were not looked for"))
	})
	wg.Go(func() {
		every(ctx, max(d.PollEvery, time.Second), func() error { return d.Work(ctx) }, failed("the bridge could not work"))
	})
	for _, account := range d.Accounts {
		wg.Go(func() { pollBeside(ctx, d, account) })
	}
	<-ctx.Done()
	err = client.StopAndCancel(context.WithoutCancel(ctx))
	wg.Wait()
	return errors.Join(ctx.Err(), err)
}

// start starts River, again and again while the database is away.
func (s *Store) start(ctx context.Context, client *river.Client[pgx.Tx], d bridge.Duties) error {
	for {
		err := client.Start(context.WithoutCancel(ctx))
		if err == nil {
			return nil
		}
		d.Log.ErrorContext(ctx, "River could not be started", "err", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func periodic(period time.Duration, args river.JobArgs, queue string) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(period), func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{Queue: queue}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// accountQueue is the queue of an account's passes, which only processes that are connected to the account work on. River
// takes small letters and digits in ASCII, with single hyphens and underscores between them.
func accountQueue(account string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(account)) // it cannot fail
	words := strings.FieldsFunc(strings.ToLower(account), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := "ordo_" + strings.Join(words, "-")
	return strings.TrimRight(name[:min(len(name), 40)], "_-") + "_" + strconv.FormatUint(h.Sum64(), 36)
}

// orderWorker works on orders that are due.
type orderWorker struct {
	river.WorkerDefaults[ordersDue]
	store  *Store
	duties bridge.Duties
}

// Work implements river.Worker.
func (w *orderWorker) Work(ctx context.Context, job *river.Job[ordersDue]) error {
	hint := &workedHint{}
	if err := w.duties.Work(context.WithValue(ctx, hintKey{}, hint), job.Args.Orders...); err != nil {
		return err
	}
	ids := hint.left(job.Args.Orders)
	if len(ids) == 0 {
		return nil
	}
	// The hint may have come early: by the clock of another machine the order was due.
	soon, err := w.store.dueSoon(ctx, ids)
	if err != nil || soon.IsZero() {
		return err
	}
	return river.JobSnooze(max(time.Until(soon), 10*time.Millisecond))
}

// workedHint is a hint that is worked on. Each of its orders is claimed once only: whoever ends a claim leaves a new
// hint if the order is still due.
type workedHint struct {
	mu      sync.Mutex
	claimed []string
}

type hintKey struct{}

// hintOf returns the hint that is worked on, or nil.
func hintOf(ctx context.Context) *workedHint {
	h, _ := ctx.Value(hintKey{}).(*workedHint)
	return h
}

// left returns those of some orders that were not claimed yet.
func (h *workedHint) left(ids []string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(h.claimed, id) })
}

func (h *workedHint) took(cs []bridge.Claim) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range cs {
		h.claimed = append(h.claimed, c.ID)
	}
}

// dueSoon returns when the first of some orders that are not claimed is due, if that is soon.
func (s *Store) dueSoon(ctx context.Context, ids []string) (time.Time, error) {
	var at *int64
	condition, list := s.db.list("id", 2, ids)
	err := s.db.read(ctx, one([]any{&at}, "SELECT min(due) FROM orders WHERE due <= $1 AND "+condition, time.Now().Add(hintAhead).UnixMicro(), list))
	if err != nil || at == nil {
		return time.Time{}, err
	}
	return time.UnixMicro(*at), nil
}

// accountWorker makes the pass over an account.
type accountWorker struct {
	river.WorkerDefaults[accountDue]
	duties bridge.Duties
}

// Work implements river.Worker.
func (w *accountWorker) Work(ctx context.Context, job *river.Job[accountDue]) error {
	if !slices.Contains(w.duties.Accounts, job.Args.Account) {
		return nil // an account that this process is not connected to; it has the queue of another one
	}
	_, err := w.duties.Poll(ctx, job.Args.Account)
	return err
}

// upkeepWorker removes what is not kept any longer.
type upkeepWorker struct {
	river.WorkerDefaults[upkeepDue]
	store *Store
}

// Work implements river.Worker.
func (w *upkeepWorker) Work(ctx context.Context, _ *river.Job[upkeepDue]) error {
	return w.store.upkeep(ctx)
}

// pollBeside makes the passes over an account that River's elected leader does not order: it may not be connected to
// the account, or have just ended. Whoever comes first makes the pass.
func pollBeside(ctx context.Context, d bridge.Duties, account string) {
	for ctx.Err() == nil {
		again, err := d.Poll(ctx, account)
		if err != nil && ctx.Err() == nil {
			d.Log.ErrorContext(ctx, "an account could not be asked", "account", account, "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(max(again, time.Second)):
		}
	}
}

// sweepSize is how many orders one sweep leaves hints for.
const sweepSize = 1000

// sweep leaves hints for orders that are due and have none under way: their time has come, their claim has ended, or
// the hint was lost.
func (s *Store) sweep(ctx context.Context, db *pgDB, client *river.Client[pgx.Tx]) error {
	now := time.Now()
	return pgError(pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		var ids []string
		err := pgTx{db, tx}.run(ctx, statement{
			sql: `UPDATE orders SET hinted = $2 WHERE id IN (
  SELECT id FROM orders WHERE due <= $1 AND (hinted IS NULL OR hinted < $3) ORDER BY due LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING id`,
			args: []any{now.Add(sweepEvery).UnixMicro(), now.UnixMicro(), now.Add(-hintLost).UnixMicro(), sweepSize},
			each: func(scan func(...any) error) error {
				var id string
				err := scan(&id)
				ids = append(ids, id)
				return err
			},
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		_, err = client.InsertManyTx(ctx, tx, bunches(ids))
		return err
	}))
}

// riverLog passes on what of River's log is more than its daily business.
func (s *Store) riverLog() *slog.Logger { return slog.New(warnings{s.log.Handler()}) }

// warnings is a handler for warnings and errors.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

// WithAttrs implements slog.Handler.
func (h warnings) WithAttrs(as []slog.Attr) slog.Handler { return warnings{h.Handler.WithAttrs(as)} }

// WithGroup implements slog.Handler.
func (h warnings) WithGroup(name string) slog.Handler { return warnings{h.Handler.WithGroup(name)} }
