// Package chestnyznaktest is an in-process fake of Честный знак (ГИС МТ) for one participant, for tests of a service:
// True API v3 and v4, and the hosts of the CDN that cash registers ask. It signs in, tells the state of codes, takes
// signed documents and checks them later, withdraws codes and brings them back, and is told of fiscal receipts. It
// counts how often each code left circulation. Calls fail as a test sets.
//
//	zn := chestnyznaktest.New(chestnyznaktest.Settings{})
//	defer zn.Close()
//	zn.Add(chestnyznaktest.Code{Full: km, Group: "shoes"})
//	zn.Faults().Next("documents/create", fake.ResetAfter()) // the document is taken, but the answer is lost
//	zn.Faults().Always("cdn01/codes/check", fake.Unreachable())
//	zn.Sell(km) // the ОФД tells of a receipt: a second withdrawal is refused, and counted in Code.Repeats
//
// A client needs a signer: [Server.Signer]. A test reads the state with [Server.Code] and [Server.Documents], and with
// Calls, Commits and Exchanges of package fake.
//
// # Time
//
// A document can be read after Settings.ShownAfter and is checked after Settings.CheckAfter; its codes are told as
// before for Settings.CodesAfter more. Run the test in testing/synctest with the in-memory transport
// (Server.Transport), where waiting takes no time, set Settings.Now, or call [Server.Process], which does all that
// waits.
//
// # What it checks
//
// Every parameter and field of the vendor's documents is applied or refused; a field that a document does not have
// makes it unreadable (PARSE_ERROR), where the registry may ignore it. Documents are JSON (MANUAL): LK_RECEIPT,
// LK_RECEIPT_CANCEL, LP_RETURN and LK_REMARK; other types, XML and CSV are refused. Not implemented, and answered 404:
// search in codes, short lists, shipments, the stations that issue codes, the local module of cash registers.
//
// The fake follows what open clients of the API agree on, as the vendor's documents are not public, and shares no code
// with the client. Not documented, so guessed: the texts and numbers of errors of documents, that signing in with a
// signature that is not genuine is 401, that receipts move codes at once, that a return needs the code's owner, that
// the matrix of returns is the same for all groups, that RETAIL alone needs a primary document, that doc/list has 10
// rows unless it is asked for more, and that it sorts and filters by the time of receipt.
package chestnyznaktest
