// Package commerceml reads and writes CommerceML, the XML in which 1C and web shops exchange catalogues, prices, stock
// and orders. It has no network: package exchange1c carries the files.
//
//	r := commerceml.NewReader(file)
//	for rec, err := range r.Records() {
//		if err != nil {
//			return err // no CommerceML, damaged, half-written
//		}
//		switch rec := rec.(type) {
//		case *commerceml.Good:
//			...
//		case *commerceml.Offer: // prices, stock, or both
//			...
//		case *commerceml.Document: // an order, a payment, a shipment
//			...
//		}
//	}
//
// # Reading
//
// What a file is shows in what is in it, not in its name. A [Reader] yields records one by one, in the order of the
// file, and keeps no more than one of them, however large the file is. Elements come in any order; namespaces are not
// looked at. Files are UTF-8, with a byte order mark or without, or windows-1251, as they declare it.
//
// An element that no type knows is in the field Extra of the type that it came in; so is a value that cannot be read,
// which is also the Problem of its record: it says at which byte of the file and in which element. All else of the
// record is read, and so are the records after it. What belongs to no record is counted: [Reader.Unread].
//
// A file that is refused ends with a [FormatError]. Refused are a DOCTYPE and other declarations, as entities are never
// read, and whatever is beyond the [Limits]: 1C's own files are far below them.
//
// # Records for other systems
//
// A folder of catalogues and offers is an exchange.Source of goods, prices, stock and warehouses: [NewSource].
//
// # Writing
//
// A [Writer] takes the same records, and writes them in the order of the schema. What was read and is written again is
// the same, but for white space, comments, the order of elements, and numbers, flags and dates that came in an unusual
// form.
//
// Write orders for a stock УТ 11 without a Container, and nothing but orders: one payment or shipment among them makes
// it refuse all, and so does much else: [Document.CheckForUT] tells before. The module of 1C-Bitrix for УТ 11 wants
// each order in a Container, with its documents. A shop that is 1C-Bitrix takes payments and shipments as documents of
// their own, with a Basis, or within the order (Document.Documents), as its version says.
//
// # Values
//
//   - Numbers are [github.com/ordo-sdk/ordo/wire.Decimal]: exact, and empty if the file does not say them. An offer
//     without a quantity says nothing of the stock, and one of 0 says that there is none; but exchanges before УТ 11
//     leave out what is 0 (Totals.ZeroLeftOut). A comma and blanks in a number are read.
//   - A [Date] is the day on the wall of whoever wrote it. A zone behind it changes nothing; none is written.
//   - Texts have no blanks around them: codes of units come as "796 ".
//   - A [Flag] has three values, as УТ 11 leaves out what is no.
//   - Names of currencies are read as codes ([Currency]).
//
// # Ids
//
// The id of an offer is that of its good, with "#" and the id of the characteristic behind it if it has one
// ([SplitID], [Offer.Key]). Each offer has stock of its own; that of the good is their sum: [Totals].
//
// A buyer has the same id in each order, and shares it with nobody: [BuyerKey].
//
// # Versions
//
// 2.03 to 2.10 and 3.1 are read. What differs when writing is the form of stock in offers: attributes up to 2.08,
// elements from 2.09 on. The elements and their order are those of the schemas 2.08 to 2.10 (standard СТО СЭОИ
// 2.1.4.1); what 1C-Bitrix has besides stands where its own export writes it.
//
// # What is guessed
//
// Fields that only files of 3.1 have were seen in files of a few shops. Two forms of stock are known from programs that
// read or make them, and from no file of 1C: КоличествоНаСкладах, and a number as the text of Остаток. How a mode=info
// answer is framed differs between shops; all forms that were seen are read, and that within the root element is
// written. Whether УТ 11 refuses texts that are longer than the schema has them is not known: [Document.CheckForUT]
// says that it does.
package commerceml
