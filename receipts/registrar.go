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

// Registrar registers receipts with the tax service: a cloud cash register, or a gateway with one. It is safe for
// concurrent use.
type Registrar interface {
	// System returns the name of the service, such as "atol".
	System() string

	// Register ensures that the receipt is registered. It is idempotent: called again with the same Key, after a
	// crash or a lost answer, it returns the document of the first call in its current state and makes no second
	// receipt. Only key and total are compared: see Document.Verify. If the cash register has not printed the receipt
	// yet, the document is DocumentWaiting: poll Read.
	//
	// A receipt that Check refuses is not sent: the error is its *RuleError. Other errors are *ordo.Error by class.
	// Invalid: the service refuses the receipt for good, and the key is unused. Retry and RateLimited: the same receipt
	// may be sent again later. Auth: a person must act. InDoubt: the receipt may be registered; only the same receipt
	// under the same key may be sent again.
	Register(ctx context.Context, r Receipt) (Document, error)

	// Read returns a document by its Document.Ref. It changes nothing. If the service does not know the receipt, or no
	// longer does, the error is an *ordo.Error of class NotFound.
	Read(ctx context.Context, ref order.Ref) (Document, error)
}

// DocumentState is the state of a receipt in the service.
type DocumentState uint8

// The states.
const (
	DocumentWaiting DocumentState = iota + 1 // accepted; the cash register has not printed it yet
	DocumentDone                             // a fiscal document; final
	DocumentFailed                           // refused by the cash register; its key is used up, see Receipt.Attempt
)

var documentStates = [...]string{"", "waiting", "done", "failed"}

// String returns a readable code.
func (s DocumentState) String() string {
	if int(s) < len(documentStates) {
		return documentStates[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Document is a receipt in the service that registers it.
type Document struct {
	Key   string    // of the receipt
	Ref   order.Ref // reference in the service, for Read
	State DocumentState

	// Of a DocumentDone:
	Number   string       // 1040, of the fiscal document
	Drive    string       // 1041, of the fiscal drive
	Sign     string       // 1077, the fiscal sign
	Register string       // 1037, of the cash register
	Shift    int          // 1038
	InShift  int          // 1042, number within the shift
	At       time.Time    // 1012, in the time zone of the cash register
	Total    amount.Money // 1020, if the service returns it
	URL      string       // a page with the receipt, if the service returns it
	Marks    []MarkResult

	// Of a DocumentFailed:
	Code, Text string // the service's code and text
	// CanRetry reports that the receipt itself is right: it may be sent again as Receipt.Attempt.
	CanRetry bool
}

// MarkResult is the result of checking a marking code (2106). A receipt with a bad result is valid nevertheless.
type MarkResult struct {
	Position int // its index, from 0
	Result   int // bits; 15 is good
}

// Good reports whether the code was checked and may be sold.
func (m MarkResult) Good() bool { return m.Result&15 == 15 }

// Verify returns nil if the document is that of the receipt, as far as the service returns its key and total. Otherwise
// the error is of class InDoubt and says what differs: the document is not that of the receipt, and no other may be
// sent.
func (d Document) Verify(r Receipt) error {
	switch {
	case d.Key != "" && d.Key != r.Key:
		return notOurs(d.Ref, "register", "the receipt %s has the key %q, not %q", d.Ref.ID, d.Key, r.Key)
	case d.State == DocumentDone && !d.Total.IsUnset() && d.Total != r.Total:
		return notOurs(d.Ref, "register", "the receipt %s under the key %q is of %s, not %s", d.Ref.ID, r.Key, d.Total, r.Total)
	}
	return nil
}

func notOurs(ref order.Ref, op, format string, args ...any) error {
	return &ordo.Error{
		System: ref.System, Account: ref.Account, Op: op, Class: ordo.InDoubt, Text: fmt.Sprintf(format, args...) + ": a person must check it in the service",
	}
}

// Attach returns the receipt as a document of the order, for order.AttachReceipt or order.Attach.
func (d Document) Attach() order.Document {
	doc := order.Document{Kind: "receipt", Number: d.Number, Ref: d.Ref, URL: d.URL, Posted: d.State == DocumentDone}
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

// QR returns the text of the QR code printed on the receipt. It is "" before the receipt is done, and if the service
// did not return its time.
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

// Attempt returns the receipt with the key of the n-th attempt, after n−1 that failed: the key of a failed receipt is
// used up. The first attempt is the receipt itself.
func (r Receipt) Attempt(n int) Receipt {
	r = r.Clone()
	if n > 1 {
		suffix := "~" + strconv.Itoa(n)
		r.Key = short(r.Key, MaxKey-len(suffix)) + suffix
	}
	return r
}

// Correct returns a correction, under a new key, for a receipt that should have been registered in time and was not. A
// receipt registered with a mistake is undone with Reverse first, then registered as it should have been.
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

// Reverse returns the receipt that undoes a sale or refund registered by mistake: the same positions and payments with
// the opposite kind.
func (r Receipt) Reverse(key string) Receipt {
	r = r.Clone()
	r.Key = key
	r.Kind = map[Kind]Kind{Sell: SellRefund, SellRefund: Sell, SellCorrection: SellRefundCorrection, SellRefundCorrection: SellCorrection}[r.Kind]
	return r
}
