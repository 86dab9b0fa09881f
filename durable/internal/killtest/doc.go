// Package killtest kills real processes. Workers, each a process of its own, lead orders over one file of SQLite or over
// one PostgreSQL, against fakes of Megamarket, RetailCRM, YooKassa and ATOL Online that the test holds, all over sockets.
// They are ended with SIGKILL at random moments, paused for longer than their claims last, and the database is stopped
// under them. In the end every order stands where it should on all sides, and every effect was there once.
//
//	go test ./durable/internal/killtest -v                                    # some orders
//	go test ./durable/internal/killtest -kill.orders=10000 -v -timeout=60m    # CI leads 1,000 through each
package killtest
