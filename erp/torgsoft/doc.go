// Package torgsoft exchanges files with Torgsoft (Торгсофт), the retail ERP for Windows. Torgsoft has no API: it leaves
// a file of goods in a folder, usually of an FTP server, and picks up files of orders there. A [Sync] is such a folder:
//
//	books := torgsoft.New(files.Dir("/srv/torgsoft"), torgsoft.Settings{Account: "torgsoft-1"})
//	for r, err := range books.Records(ctx, exchange.Stocks, cursor) { ... }
//	written, err := books.WriteOrder(ctx, o.View())
//	for d, err := range books.Documents(ctx) { ... }
//
// The codecs need no folder: [ReadGoods], [NewOrderFile], [PriceList], [ReadDocuments].
//
// # Goods
//
// TSGoods.trs is a table of all goods that the synchronisation object («объект синхронизации») offers, written anew at
// each export. It comes as UTF-8 or windows-1251, with a header or without, with any columns in any order; all of that
// is found out, but for the columns of a file without a header, which are the Format's. An odd row is a [Good] with a
// Problem, and the others are read. A half-written or damaged file is refused whole: it goes to the folder "refused",
// with the reason beside it. Columns that are not typed are kept (Good.Extra).
//
// The typed columns are those of the vendor's documentation (help.torgsoft.ua, format_ishop; torgsoft.ua, technical
// requirements for synchronizing the online store), and what real files have besides.
//
// # Orders
//
// [Sync.WriteOrder] writes an order as the JSON that shops write for Torgsoft, once, under the number that it has at
// that time. Times are those of the clock in Kyiv, or in OrderFormat.Zone. Torgsoft takes a file by removing it; it
// gives no other answer.
//
// # Documents
//
// Torgsoft tells nobody of its invoices and waybills. Whoever does, a person or a program of the host, writes a file in
// the form of [ReadDocuments], which is ours: [Document.Command] makes commands for orders of order.SchemeRozetka of
// it.
//
// # Price list
//
// [PriceList] makes the price list that ROZETKA reads (sellerhelp.rozetka.com.ua, p185). Goods that ROZETKA would
// refuse are left out and named, each with its reason.
//
// # What is guessed
//
// No live Torgsoft has been seen to take an order file. The form agrees in several independent shops; guessed are, each
// in one field of [OrderFormat]: the name of the field for the city, the meaning of SaleType, and that phone numbers
// have digits only. How the names of photos are separated is guessed in one function; every usual sign is taken.
// Whether Torgsoft writes a quote within a text twice is not known: both ways are read. A file is taken for complete
// when it has not changed for some seconds (Settings.Quiet) and its last line has an end.
package torgsoft
