// Package onec is a client of 1C: Управление торговлей 11 over the platform's OData interface, protocol version 3.
// There is no interface of УТ itself: what is read and written are its documents, catalogues and registers as they are,
// and the configuration's own rules hold, at the latest when a document is posted.
//
//	base := onec.New("https://1c.shop.example/ut", "odata", password)
//	made, err := base.Orders().Create(ctx, onec.Order{…}, onec.Eq("НомерПоДаннымКлиента", "50417"))
//	order, err := base.Orders().Post(ctx, made.Value.Ref)
//	levels, err := base.ListStock(ctx, mug, bowl)
//
// The vendor's pages: chapter 17.4 of the documentation of the platform 8.3.27, "Стандартный интерфейс OData". Fields
// and values of УТ are those of the releases 11.4.2, 11.5.8, 11.5.18 and 11.5.20.
//
// # The port
//
// [Client.System] keeps the books of orders by [Settings]: it implements [erp.System], [erp.Stocker], [erp.Printer] and
// [erp.Directory]. An order becomes «Заказ клиента», found by «Номер по данным клиента»; its rows are split by
// warehouse and by what is reserved. Transfers, sales, returns and payments are documents on the basis of one another,
// each with a key in its comment or in an additional requisite, by which it is found before another is made, and after
// a lost answer. What the base refuses to post is taken back: the rows of the order are those that it had.
// [System.Changes] compares versions, as 1C tells nobody of changes; [System.Read] says what people did.
//
// The sequences were inferred from the configuration and were not run against a live base of УТ. Try on a copy of your
// own, before you rely on them:
//
//   - that ИдентификаторСтроки of an order's rows stays as it is written (KeySettings.Row has another choice);
//   - which checks run when a document is posted, with the rights of the user that is given here;
//   - whether rows must be set to «Отгрузить» before a sale (this package does so), and what a warehouse with orders of
//     its own («ордерная схема») does with a posted sale;
//   - that a marking code which is created over OData is found by 1C's own screens, as nobody computes its hashes;
//   - that a transfer order on the basis of an order may be posted while the order still holds the goods elsewhere.
//
// # Entities
//
// Each kind of document is a [Documents], each catalogue a [Catalog], each register a [Register]: typed are those that
// the life of an order needs, with 1C's names in their tags. [NewDocuments], [NewCatalog] and [NewRegister] make the
// same of any other, and of types of one's own; [Client.Call] and [Client.CallGet] reach what is left. Unknown
// properties, such as those that a merchant added, stay in Extra and are written back with the rows that they came
// with.
//
// An object is offered only if an administrator put it into the interface's composition, and the user has rights for
// it. [Client.Metadata] reads once what the base has, names of values of enumerations too; what differs between
// releases is chosen by it: the register of stock, the [Words] of supply, references with "_Key" and those of several
// types.
//
// # Safe to write
//
// 1C ignores properties that it does not know, and its configuration changes others, without an error. So every write
// is read back, and what was not kept is a [*Mismatch]. Create looks for the object first and after a lost answer;
// Change writes nothing but what differs, under the version that was read, and starts again if somebody was faster;
// sections are always written whole. Nothing is deleted for good.
//
// # Sums, times, references
//
// 1C sends binary numbers: a [Sum] and a [Quantity] are exact again. Its dates have no zone: they are in the server's,
// which is Moscow unless WithZone says otherwise. A reference of one type is a [Guid]; one of several types is a
// [Value] beside its [Type].
//
// # Limits and errors
//
// 1C has no limits of requests, but each may take a licence: bound the connections to a host, to 2 to 4, in the
// [net/http.Transport] of ordo.WithHTTPClient. The error's Code is 1C's own; what the configuration refuses is
// [CodeRefused] with its words in Text, class Conflict, or Retry where an object was locked. When no 1C answers at all,
// the class is Auth: a person must see to the installation. The address must be https, except on the same machine.
//
// Not documented, and therefore not relied on: client-chosen Ref_Key (sent if set; 1C's own counts), If-Match on all
// servers, batches, attached files and marking codes that are created over OData. A server that ignores If-Match lets
// the later of two writers win who read at the same time: between reading and writing Change leaves no time for more.
// How quotes in a condition of a virtual table are written is found out by the first one that a base does not
// understand.
package onec
