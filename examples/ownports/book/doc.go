// Package book is an ERP for a merchant whose books are a table: a CSV file that a person opens and edits in a
// spreadsheet. It is an example of erp.System to copy from, and imports nothing but what every importer of the module can.
//
//	order;line;what;pieces;sum;status;notes
//	1001;;Olga;;;new;
//	1001;1;Jam;2;240.00;;
//	1001;2;Honey;1;450.50;;
//
// In the row of an order the person writes confirmed, packed, handed out or cancelled into the column "status"; in the
// row of a line, cancelled. Everything else is written by ordo.
//
// A table has no history. So the book keeps one beside it, in a file of its own: whenever it looks at the table it compares
// it with how it saw it last, and writes down what a person has changed.
package book
