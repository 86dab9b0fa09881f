package erp

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// Stocker is a system that keeps the stock. What it returns is read when it is asked for: nothing is kept.
type Stocker interface {
	// Stock yields, for each of the articles (order.Line.SKU), a record for every warehouse that has any of it, reserved
	// units included. An article that is not known there, or that names several goods, is a record with a Problem and no
	// Warehouse. Without articles nothing is yielded. An error is yielded once, last.
	Stock(ctx context.Context, articles ...string) iter.Seq2[Stock, error]

	// Warehouses yields the warehouses and shops that have stock. An error is yielded once, last.
	Warehouses(ctx context.Context) iter.Seq2[Warehouse, error]
}

// Stock is how much of an article a warehouse has.
type Stock struct {
	Article   string          // as it was asked for
	Warehouse string          // its code, as in Warehouse.Code
	OnHand    amount.Quantity // what is there
	Reserved  amount.Quantity // what of it is kept for orders, ours and those of others
	Free      amount.Quantity // what may still be reserved: never less than zero, though more may be reserved than is there
	AsOf      time.Time       // when it was so, by the system's clock; zero if it does not say
	Problem   error           // why the record cannot be used
}

// LineStock is a line of an order with the stock of its article.
type LineStock struct {
	Line, Article string
	// Reserved is where the order has its goods, Short what of them is reserved nowhere.
	Reserved []stock.Reservation
	Short    amount.Quantity
	// Stock is what each warehouse has. Free is what any order may still have: what this one has reserved is not in it.
	Stock []Stock
	// Problem is why the books do not tell, such as that they do not know the article.
	Problem error
}

// Warehouse is a place with stock. Portions, transfers and documents of orders name it by its Code.
type Warehouse struct {
	Code, Name string
	City       string
	// Latitude and Longitude are in degrees; both are zero if they are not known.
	Latitude, Longitude float64
	Central             bool  // transfers for other cities go through it
	Issues              bool  // buyers get their goods there
	Problem             error // why the record cannot be used
}

// Printer is a system that makes the printed form of a document.
type Printer interface {
	// Print returns the printed form of a document, such as the note of a return. doc is Document.Ref of one that the
	// system made. An error of class NotFound says that there is no such document, one of class Unsupported that it has
	// no printed form.
	Print(ctx context.Context, doc order.Ref) (File, error)
}

// File is a file for people.
type File struct {
	Name    string // with its extension, such as "return-note-12.pdf"
	Type    string // of its content (RFC 9110), such as "application/pdf"
	Content []byte
}

// Marker is a system that knows of which goods each unit has a marking code, such as the books.
type Marker interface {
	// Marked yields what it knows of articles, in any sequence; one that it does not know has a Problem, or is left out.
	// An error is yielded once, last.
	Marked(ctx context.Context, articles ...string) iter.Seq2[Marked, error]
}

// Marked says whether goods have marking codes.
type Marked struct {
	Article string
	Marked  bool
	GTIN    string // the number in their codes, 14 digits; empty if unknown
	Problem error
}
