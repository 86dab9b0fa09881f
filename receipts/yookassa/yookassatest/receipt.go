package yookassatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The types of receipts.
const (
	paymentType = "payment"
	refundType  = "refund"
)

// avanpost is YooKassa's own registers.
const avanpost = "avanpost"

type receipt struct {
	id, kind, paymentID, refundID, status string
	said                                  receiptData
	settlements                           json.RawMessage
	onBehalfOf                            string
	total                                 money
	created, registered                   time.Time
	number                                int  // of the fiscal document; 0 until it is registered
	automatic                             bool // made by YooKassa itself
}

func createReceipt(c *call) (any, *refusal) {
	var in struct {
		receiptData
		Type        string          `json:"type"`
		PaymentID   string          `json:"payment_id"`
		RefundID    string          `json:"refund_id"`
		Send        bool            `json:"send"`
		Settlements json.RawMessage `json:"settlements"`
		OnBehalfOf  string          `json:"on_behalf_of"`
		UserProps   *userProps      `json:"additional_user_props"`
	}
	if refused := c.read(&in); refused != nil {
		return nil, refused
	}
	if !in.Send {
		return nil, invalid("send", "Send must be true")
	}
	total, refused := c.total(in.Items, "items")
	if refused := cmp.Or(
		c.owner(in.Type, in.PaymentID, in.RefundID), c.checkCustomer(in.Customer, "customer"), refused, settles(in.Settlements, total),
		in.requisites(""), in.UserProps.check(),
	); refused != nil {
		return nil, refused
	}
	r := c.register(&receipt{
		kind: in.Type, paymentID: in.PaymentID, refundID: in.RefundID, said: in.receiptData, settlements: in.Settlements, total: total,
		onBehalfOf: in.OnBehalfOf,
	})
	c.commit()
	return c.receiptDocument(r), nil
}

// register registers a receipt.
func (s *Server) register(r *receipt) *receipt {
	r.id, r.status, r.created = "rt-"+s.newID(), pending, s.now
	s.receipts = append(s.receipts, r)
	if !s.settings.SlowReceipts {
		s.fiscalize(r)
	}
	return r
}

// fiscalize completes a receipt as the register does.
func (s *Server) fiscalize(r *receipt) {
	r.status, r.registered, r.number = succeeded, s.now, 10843+len(s.receipts)
}

func readReceipt(c *call) (any, *refusal) {
	r := c.receipt(c.r.PathValue("id"))
	if r == nil {
		return nil, absent("Receipt")
	}
	return c.receiptDocument(r), nil
}

// receipt returns a receipt, or nil.
func (s *Server) receipt(id string) *receipt {
	return byID(s.receipts, func(r *receipt) bool { return r.id == id })
}

// byID returns the first match, or nil.
func byID[T any](all []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i]
	}
	return nil
}

// receiptDocument returns the receipt as it is answered, without the buyer's contact.
func (s *Server) receiptDocument(r *receipt) object {
	items := make([]any, len(r.said.Items))
	for i, raw := range r.said.Items {
		it := object{}
		_ = json.Unmarshal(raw, &it) // it was read before
		s.told(it)
		items[i] = it
	}
	d := object{"id": r.id, "type": r.kind, "status": r.status, "items": items, "internet": r.said.Internet == nil || *r.said.Internet}
	optional(d, "payment_id", r.paymentID)
	optional(d, "refund_id", r.refundID)
	if r.settlements != nil {
		d["settlements"] = r.settlements
	}
	optional(d, "on_behalf_of", r.onBehalfOf)
	r.said.tell(d)
	if r.number != 0 {
		d["fiscal_document_number"] = strconv.Itoa(r.number)
		d["fiscal_storage_number"] = "9960440300112233"
		d["fiscal_attribute"] = strconv.Itoa(2117600000 + r.number)
		d["registered_at"] = r.registered.In(time.FixedZone("MSK", 3*60*60)).Format("2006-01-02T15:04:05.000Z07:00")
		d["fiscal_provider_id"] = "fd9e9404-0000-4000-8ec9-dc228ead2345"
	}
	return s.loosen(d)
}

// told converts a line that was sent to one that is answered: quantities have three decimals or more, the additional
// attribute is left out, and the supplier's INN is masked.
func (s *Server) told(it object) {
	thousandths, _ := fixed(fmt.Sprint(it["quantity"]), 3) // it was read before
	it["quantity"] = json.Number(decimal(thousandths, 3))
	delete(it, "additional_payment_subject_props")
	if supplier, has := it["supplier"].(object); has {
		if inn, has := supplier["inn"].(string); has && len(inn) > 4 {
			supplier["inn"] = strings.Repeat("*", len(inn)-4) + inn[len(inn)-4:]
		}
	}
	if s.settings.Loose {
		it["vat_code"], it["quantity"] = fmt.Sprint(it["vat_code"]), fmt.Sprint(it["quantity"])
	}
}
