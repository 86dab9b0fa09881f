package receipts

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Registrar registers receipts with the tax service: a cloud of cash registers, or a gateway that has some. It is safe for
// concurrent use.
type Registrar interface {
	// System names the service, e.g. "atol".
	System() string

	// Register ensures that the receipt is registered. It is "ensure": called again with the same Key, after a crash or a
	// lost answer, it finds what the first try did and makes no second receipt; what it finds is told as it stands. Of its
	// content key and total are compared, see Document.Verify. The answer may come before the register has printed: then the
	// document is DocumentWaiting, and Read tells more.
	//
	// A receipt that Check refuses is not sent: the error is that *RuleError. What the service itself refuses for good
	// before it takes the receipt is an *ordo.Error of class Invalid; the key is then unused. Retry and RateLimited mean
	// that the same receipt may be given again later, Auth that a person must act. InDoubt means that the receipt may be
	// registered: the same receipt under the same key is the one thing that may be given then, never another key.
	Register(ctx context.Context, r Receipt) (Document, error)

	// Read tells how a receipt stands, by Document.Ref. It changes nothing. A receipt that the service does not know, or
	// not any more, is an *ordo.Error of class NotFound.
	Read(ctx context.Context, ref order.Ref) (Document, error)
}

// DocumentState is how far a receipt has come.
type DocumentState uint8

// The states.
const (
	DocumentWaiting DocumentState = iota + 1 // taken; the register has not printed it yet
	DocumentDone                             // a fiscal document; never changes
	DocumentFailed                           // will never be one; its key is spent, see Receipt.Attempt
)

var documentStates = [...]string{"", "waiting", "done", "failed"}

// String returns a readable code.
func (s DocumentState) String() string {
	if int(s) < len(documentStates) {
		return documentStates[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Document is a receipt as a register made it, or did not.
type Document struct {
	Key   string    // of the receipt
	Ref   order.Ref // in the service, for Read
	State DocumentState

	// Of a DocumentDone:
	Number   string       // 1040, of the fiscal document
	Drive    string       // 1041, of the fiscal drive
	Sign     string       // 1077, the fiscal sign
	Register string       // 1037, of the cash register
	Shift    int          // 1038
	InShift  int          // 1042, number within the shift
	At       time.Time    // 1012; its zone is the register's
	Total    amount.Money // 1020, if the service tells
	URL      string       // a page that shows it, if the service tells
	Marks    []MarkResult

	// Of a DocumentFailed:
	Code, Text string // in the service's own words
	// CanRetry says that nothing is wrong with the receipt itself: it may be given again, as Receipt.Attempt.
	CanRetry bool
}

// MarkResult is what became of the check of a marking code (2106). A receipt with a bad result is valid all the same.
type MarkResult struct {
	Position int // its index, from 0
	Result   int // bits; 15 is good
}

// Good tells whether the code was checked and its status allows the sale.
func (m MarkResult) Good() bool { return m.Result&15 == 15 }

// Verify reports whether the document is that of a receipt, as far as the service tells its key and total. What is not is an
// error of class InDoubt, which says what differs: it must not be taken for the receipt, and neither may another be given.
func (d Document) Verify(r Receipt) error {
	switch {
	case d.Key != "" && d.Key != r.Key:
		return notOurs(d.Ref, "register", "the receipt %s has the key %q, asked was for %q", d.Ref.ID, d.Key, r.Key)
	case d.State == DocumentDone && !d.Total.IsUnset() && d.Total != r.Total:
		return notOurs(d.Ref, "register", "the receipt %s under the key %q is of %s, asked was for %s", d.Ref.ID, r.Key, d.Total, r.Total)
	}
	return nil
}

func notOurs(ref order.Ref, op, format string, args ...any) error {
	return &ordo.Error{
		System: ref.System, Account: ref.Account, Op: op, Class: ordo.InDoubt, Text: fmt.Sprintf(format, args...) + "; a person must look",
	}
}

// Attach is the receipt as a document of the order, for order.AttachReceipt or order.Attach.
func (d Document) Attach() order.Document {
	doc := order.Document{Kind: "receipt", Number: d.Number, Ref: d.Ref, Posted: d.State == DocumentDone}
	if d.Drive != "" {
		doc.Number = d.Drive + "/" + d.Number
	}
	if doc.Number == "" {
		doc.Number = d.Key
	}
	if !d.At.IsZero() {
		doc.Date = d.At.Format("2006-01-02T15:04:05")
	}
	return doc
}

// QR is the text of the code that is printed on the receipt, by which anybody can look it up; "" before it is done, and if
// the service did not tell its time.
func (d Document) QR(k Kind, total amount.Money) string {
	if d.State != DocumentDone || d.At.IsZero() {
		return ""
	}
	n := 1
	if k.Refunds() {
		n = 2
	}
	return fmt.Sprintf("t=%s&s=%s&fn=%s&i=%s&fp=%s&n=%d", d.At.Format("20060102T1504"), total.Text(), d.Drive, d.Number, d.Sign, n)
}

// Attempt is the receipt under a key of its own, for the n-th try after n−1 that failed: a failed receipt's key is spent.
// The first try is the receipt itself.
func (r Receipt) Attempt(n int) Receipt {
	r = r.Clone()
	if n > 1 {
		suffix := "~" + strconv.Itoa(n)
		r.Key = short(r.Key, MaxKey-len(suffix)) + suffix
	}
	return r
}

// Correct makes a correction out of a receipt that should have been registered in its time and was not. The key is new.
// What was registered with a mistake is undone first, by Reverse, and then registered as it should have been.
func (r Receipt) Correct(key string, c Correction) Receipt {
	r = r.Clone()
	r.Key, r.Correction = key, &c
	if r.Kind.Refunds() {
		r.Kind = SellRefundCorrection
	} else {
		r.Kind = SellCorrection
	}
	return r
}

// Reverse makes the receipt that undoes a sale or a refund that was registered by mistake: the same positions and payments,
// the other way.
func (r Receipt) Reverse(key string) Receipt {
	r = r.Clone()
	r.Key = key
	r.Kind = map[Kind]Kind{Sell: SellRefund, SellRefund: Sell, SellCorrection: SellRefundCorrection, SellRefundCorrection: SellCorrection}[r.Kind]
	return r
}
