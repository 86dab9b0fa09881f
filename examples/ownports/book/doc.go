// Package book is an ERP that is a table: a CSV file that a person edits in a spreadsheet. It is an example of an
// erp.System to copy, and imports only what every user of the module can.
//
//	order;line;what;pieces;sum;status;notes
//	1001;;Olga;;;new;
//	1001;1;Jam;2;240.00;;
//	1001;2;Honey;1;450.50;;
//
// In the row of an order the person writes confirmed, packed, handed out or cancelled into the column "status"; in the
// row of a line, cancelled. ordo writes everything else.
//
// A table has no history. The book keeps one in a second file: each time it reads the table, it compares it with the
// table that it read last, and adds what a person has changed.
package book
