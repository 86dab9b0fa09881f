// Package durable has a store for the bridge in a database: SQLite for one process, with nothing to install, or
// PostgreSQL for several. What is stored is there when the process has ended, in whatever way, and the next one goes on
// where it was.
//
//	store, err := durable.Open(ctx, "file:orders.db")                          // a file of SQLite
//	store, err := durable.Open(ctx, "postgres://ordo:password@db.example/ordo") // PostgreSQL
//	store, err := durable.Open(ctx, pooled, durable.WithPooler())              // PostgreSQL behind a transaction pooler
//
//	b, err := bridge.New(store, bridge.Account("mm-1", mm), bridge.Account("crm-1", crm),
//		bridge.Route{Channel: "mm-1", ERP: "crm-1"})
//	err = b.Run(ctx)
//	err = store.Close() // last, when nobody uses it any more
//
// Open makes the tables, or brings them up to date. The examples service and fleet, in the folder examples, are whole
// programs: one that runs on either database, and two processes that share one.
//
// # Who works on an order
//
// An order's row says when it is due and who works on it. A worker claims it: nobody else gets it until the worker has
// saved or released it. If its process ends, others need not wait for the claim to run out. On a file there is only one
// process, so that the next one to open it frees all orders. On PostgreSQL each process says every 5 seconds that it
// lives; 20 seconds after the last word of one the others end its claims, and go on with its orders a few seconds
// later.
//
// A process that was only paused for so long, such as a machine that slept, finds that its claims do not count any
// more: what it wants to save is refused, and it begins anew. A call that it had begun may have gone out all the same,
// and go out again from another process; that is why an effect means "ensure", and payments and receipts have keys.
//
// What wakes the workers decides nothing. On SQLite it is the bridge's own loop. On PostgreSQL it is River: whoever
// makes an order due leaves a job in the same transaction, and a worker in any of the processes gets it. A job is a
// hint, and may be late, come twice or be lost: every 5 seconds each process looks for orders that are due and that no
// hint woke. With [WithoutRiver] the processes look every second, and River's tables are not made.
//
// Processes that share a database should have the same accounts. Of all, one makes each pass over an account; with
// [Store.Limiter] they also keep to its limits together.
//
// # Limits
//
// One process works on a file of SQLite; a second one is refused (*[InUseError]) and told who has it. The file must be
// on a disk of the machine: SQLite's locks do not hold on NFS and other network drives. Beside it stand three more
// while a process runs, with the endings -wal, -shm and .lock, which belong to it.
//
// A process opens at most 20 connections to PostgreSQL, or pool_max_conns in the address. A pooler that gives a
// connection for one transaction, such as PgBouncer with pool_mode=transaction, needs [WithPooler]: nothing is prepared
// then, and River asks for jobs ten times a second, as it cannot be notified. A pooler that gives a connection for a
// whole session needs nothing.
//
// A write has reached the disk when it returns, so that nothing is lost when the power fails, as long as the disk says
// the truth. [WithRelaxedSync] waits less for the disk on SQLite; then the last moments may be lost with the power, and
// with them that a payment was sent. On PostgreSQL synchronous_commit=off in the address does the same.
//
// # Upkeep
//
// [Store.Backup] copies a file of SQLite while orders are worked on; PostgreSQL is copied by pg_dump. [Store.Verify]
// reads everything, replays all logs and says what is wrong. [WithRetention] removes what is over, once a day.
// [Store.Ready] is for a load balancer, [Store.Health] for people and alarms.
//
// An older program refuses a database that a newer one has migrated (*[SchemaError]). To upgrade, stop all processes,
// make a backup and start the new ones; to go back, restore the backup.
//
// # River's UI
//
// On PostgreSQL the jobs can be seen in River's UI, a module of its own (riverqueue.com/riverui, licence MPL-2.0) that
// this one does not need. It has no password: mount it where only the people who run the service come.
//
//	pool, err := pgxpool.New(ctx, "postgres://ordo:password@db.example/ordo") // the store's database
//	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{})     // works on nothing
//	ui, err := riverui.NewHandler(&riverui.HandlerOpts{
//		Endpoints: riverui.NewEndpoints(client, nil), Prefix: "/river", Logger: slog.Default(),
//	})
//	err = ui.Start(ctx)
//	mux.Handle("/river/", ui)
//
// Finished jobs are shown for ten minutes; what was done is in the journal of the store.
package durable
