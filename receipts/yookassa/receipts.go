package yookassa

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	receiptsPath = "/receipts"
	opReceipt    = "POST /receipts"
)

// The types of receipts.
const (
	ReceiptPayment = "payment" // приход
	ReceiptRefund  = "refund"  // возврат прихода
)

// NewReceipt is a separate receipt: the one that offsets an advance when the goods are handed over, or any receipt
// after the payment. It belongs to a payment or a refund; the lines and the settlements have the same sum.
type NewReceipt struct {
	Type                string           `json:"type"`
	PaymentID           string           `json:"payment_id,omitzero"` // for ReceiptRefund: a payment that was canceled or captured in part
	RefundID            string           `json:"refund_id,omitzero"`  // for ReceiptRefund only; the refund must have succeeded
	Customer            Customer         `json:"customer"`
	Items               []Item           `json:"items"`
	Settlements         []Settlement     `json:"settlements"`
	TaxSystemCode       int              `json:"tax_system_code,omitzero"`
	Timezone            int              `json:"timezone,omitzero"`
	Internet            *bool            `json:"internet,omitzero"` // nil: over the Internet
	AdditionalUserProps *UserProps       `json:"additional_user_props,omitzero"`
	Industry            []IndustryDetail `json:"receipt_industry_details,omitzero"`
	Operational         *Operational     `json:"receipt_operational_details,omitzero"`
	OnBehalfOf          string           `json:"on_behalf_of,omitzero"`
	Extra               wire.Extra       `json:"-"`
}

// UserProps is an additional user attribute.
type UserProps struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Receipt is a fiscal receipt. YooKassa does not return the buyer's contact, nor an address where the receipt can be
// seen. The fiscal fields are set once it is Succeeded.
type Receipt struct {
	ID                   string           `json:"id"`
	Type                 string           `json:"type"`
	PaymentID            string           `json:"payment_id,omitzero"`
	RefundID             string           `json:"refund_id,omitzero"`
	Status               Status           `json:"status"`
	FiscalDocumentNumber string           `json:"fiscal_document_number,omitzero"` // ФД
	FiscalStorageNumber  string           `json:"fiscal_storage_number,omitzero"`  // ФН
	FiscalAttribute      string           `json:"fiscal_attribute,omitzero"`       // ФПД
	RegisteredAt         time.Time        `json:"registered_at,omitzero"`
	FiscalProviderID     string           `json:"fiscal_provider_id,omitzero"`
	Items                []Item           `json:"items"`
	Settlements          []Settlement     `json:"settlements,omitzero"`
	TaxSystemCode        int              `json:"tax_system_code,omitzero"`
	Timezone             int              `json:"timezone,omitzero"`
	Internet             *bool            `json:"internet,omitzero"`
	Industry             []IndustryDetail `json:"receipt_industry_details,omitzero"`
	Operational          *Operational     `json:"receipt_operational_details,omitzero"`
	OnBehalfOf           string           `json:"on_behalf_of,omitzero"`
	Extra                wire.Extra       `json:"-"`
}

// complete returns an error if a required field is missing.
func (x *Receipt) complete() error {
	return missingField([2]string{"id", x.ID}, [2]string{"status", string(x.Status)})
}

// CreateReceipt creates a receipt and sends it to the buyer. The same key always returns the same receipt. It is
// usually Pending at first: see [Client.WaitReceipt].
func (c *Client) CreateReceipt(ctx context.Context, key string, r NewReceipt) (*Receipt, error) {
	if err := c.notSent(opReceipt, r.problems()); err != nil {
		return nil, err
	}
	var made Receipt
	if err := c.write(ctx, opReceipt, http.MethodPost, receiptsPath, key, sentReceipt{r}, &made, made.complete); err != nil {
		return nil, err
	}
	if err := c.sameReceipt(key, r, &made); err != nil {
		return nil, err
	}
	return &made, nil
}

// sameReceipt checks that the returned receipt is the requested one.
func (c *Client) sameReceipt(key string, r NewReceipt, made *Receipt) error {
	asked, _ := new(Problems).items("items", r.Items)
	told, ok := made.total()
	if !ok {
		told = asked // older editions do not return the lines
	}
	var paid amount.Money
	for _, s := range made.Settlements {
		paid, _ = paid.Add(s.Amount)
	}
	if paid.IsUnset() {
		paid = asked // nor the settlements
	}
	return c.reused(opReceipt, key, made.ID, [3]string{"type", r.Type, made.Type},
		[3]string{"sum", asked.String(), told.String()}, [3]string{"sum", asked.String(), paid.String()},
		[3]string{"payment", r.PaymentID, orAsked(r.PaymentID, made.PaymentID)},
		[3]string{"refund", r.RefundID, orAsked(r.RefundID, made.RefundID)})
}

// sentReceipt is a receipt that is sent to the buyer, the only kind that YooKassa accepts.
type sentReceipt struct{ NewReceipt }

// MarshalJSON implements json.Marshaler.
func (s sentReceipt) MarshalJSON() ([]byte, error) {
	r := s.NewReceipt
	extra := wire.Extra{"send": []byte("true")}
	for k, v := range r.Extra {
		extra[k] = v
	}
	r.Extra = extra
	return encode(r)
}

// orAsked returns got, or asked if the answer left the field out.
func orAsked(asked, got string) string {
	if asked == "" || got == "" {
		return asked
	}
	return got
}

// GetReceipt returns a receipt.
func (c *Client) GetReceipt(ctx context.Context, id string) (*Receipt, error) {
	const op = "GET /receipts/{id}"
	if err := c.id(op, "receipt_id", id); err != nil {
		return nil, err
	}
	var r Receipt
	if err := c.get(ctx, op, rest.Pathf(receiptsPath+"/%s", id), nil, &r, isAbout("receipt", id, &r.ID, r.complete)); err != nil {
		return nil, err
	}
	return &r, nil
}

// ReceiptFilter filters a list of receipts. PaymentID and RefundID exclude each other: YooKassa refuses both together.
type ReceiptFilter struct {
	Created   Period
	PaymentID string
	RefundID  string
	Status    Status
}

func (f ReceiptFilter) query() url.Values {
	q := url.Values{}
	f.Created.into(q, "created_at")
	set(q, "payment_id", f.PaymentID)
	set(q, "refund_id", f.RefundID)
	set(q, "status", string(f.Status))
	return q
}

// ListReceipts lists receipts, the newest first, including those that YooKassa made for a payment or a refund.
func (c *Client) ListReceipts(ctx context.Context, f ReceiptFilter) iter.Seq2[Record[Receipt], error] {
	const op = "GET /receipts"
	return matchingFilter(c, op, list[Receipt](ctx, c, op, receiptsPath, f.query()), func(r *Receipt) [][3]string {
		return [][3]string{
			{"status", string(f.Status), string(r.Status)}, {"payment", f.PaymentID, r.PaymentID}, {"refund", f.RefundID, r.RefundID},
		}
	})
}
