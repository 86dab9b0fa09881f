// Package exchange1c is the exchange of a web shop with 1C:Enterprise that is known by the address of 1C-Bitrix,
// 1c_exchange.php: 1C calls, the shop answers, and what goes between them is CommerceML.
//
//	1C -> shop   type=catalog   goods, groups, offers, prices, stock by warehouse
//	shop -> 1C   type=sale      orders that are new or have changed
//	1C -> shop   type=sale      orders as they are in 1C
//
// Handler is the shop: a service mounts it, and 1C calls it. Client is 1C: it calls a shop on 1C-Bitrix, or any other
// with such an address. What they carry are records of package commerceml.
//
//	orders := &exchange1c.Outgoing{Documents: documents, Silent: tell}
//	h := exchange1c.NewHandler("1c", password, exchange1c.Settings{Import: take, Query: orders.Query, Read: orders.Read})
//	http.Handle("/1c_exchange", h)
//
// # A cycle
//
//	checkauth   user and password; the answer is a cookie, and a sessid that newer callers send back
//	init        the answer is whether files may come as archives, and how long a part of one may be
//	file        one part of a file; parts of one name are put together
//	import      takes a file; the answer is "progress" until that is done
//	query       the orders for 1C
//	success     1C has read them
//
// Every portion of a catalogue is a cycle of its own. 1C looks at the text of an answer and never at its status; the
// first line is "success", "progress" or "failure", and a person at 1C sees the others.
//
// # What is taken
//
// A file is imported only when it is whole: all of it is read before the host sees any, so a session that ends in the
// middle of a catalogue leaves nothing, and the next init starts clean. A part of which only a piece arrived is not
// added. Names that lead out of the upload, links, archives within archives, archives that unpack into more than
// Settings.MaxUnpacked, DOCTYPE, entities of one's own, and texts and depths that no catalogue has are refused, with
// the reason in the answer. Sessions are bounded in number, in time and together in size. Memory does not grow with the
// files.
//
// An import runs apart from the request that asked for it, one at a time. 1C is answered "progress" every
// Settings.Step, well before the 180 seconds after which it gives up. One that has succeeded is not run again when 1C
// asks again for its answer; one that failed is.
//
// # Orders
//
// "success" says that 1C has read the orders, and no more: it may have skipped them, as one that was approved there is
// no longer changed. Until then the same orders are offered again, and one that has changed in between stays. Outgoing
// keeps that account. It tells of orders that 1C has read and says nothing of for three exchanges, and offers them
// again on demand; which orders there are in 1C only its own documents say (Outgoing.Answered).
//
// # What the client repeats
//
// All but a part of a file may be repeated, and is. A part would be put to the file twice: where its answer was lost,
// Client.Send begins the whole cycle again.
//
// # Goods, prices and stock of another system
//
// A [Sink] sends records (exchange.Sink) to a shop, so that a bridge.Flow fills its catalogue from 1C, Torgsoft or any
// other source. What it guesses stands in its comment.
//
// # What is not documented
//
// The protocol has a short page by the vendor of 1C-Bitrix. The rest is as the library of 1C:УТ 11, the modules of
// 1C-Bitrix and third-party shops have it. Not known are how 1C counts a line break at the end of the answer to init
// (the handler writes none), and whether each version bears a byte order mark before orders (write none unless one asks
// for it). Answers to query that are archives are not read. Not served are type=get_catalog and type=listen.
package exchange1c
