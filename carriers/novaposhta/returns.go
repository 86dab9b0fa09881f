package novaposhta

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	modelService = "AdditionalService"
	orderReturn  = "orderCargoReturn"
	opReturn     = modelService + ".save"
)

// ReturnAddress is a place of the sender to which a parcel can go back.
type ReturnAddress struct {
	Ref          string     `json:"Ref"`
	NonCash      bool       `json:"NonCash,omitzero"` // the return can be paid without cash
	City         string     `json:"City,omitzero"`
	Address      string     `json:"Address,omitzero"`
	Counterparty string     `json:"Counterparty,omitzero"`
	Contact      string     `json:"ContactPerson,omitzero"`
	Phone        string     `json:"Phone,omitzero"`
	Extra        wire.Extra `json:"-"`
	Problem      error      `json:"-"` // what could not be read
}

// ReturnDraft asks for the return of a parcel that Nova Poshta has and has not handed out.
type ReturnDraft struct {
	Number        string        `json:"IntDocNumber"`
	PaymentMethod PaymentMethod `json:"PaymentMethod"`
	Reason        string        `json:"Reason"`                 // Ref: see ListReturnReasons
	Subtype       string        `json:"SubtypeReason,omitzero"` // Ref: see ListReturnSubtypes
	Address       string        `json:"ReturnAddressRef"`       // Ref: see ListReturnAddresses
	Note          string        `json:"Note,omitzero"`
}

// ReturnOrder is an order for a return.
type ReturnOrder struct {
	Ref            string   `json:"OrderRef"`
	Number         string   `json:"OrderNumber"` // such as 102-00006096
	Status         string   `json:"OrderStatus,omitzero"`
	Waybill        string   `json:"DocumentNumber,omitzero"`       // whose goods go back
	ReturnWaybill  string   `json:"ExpressWaybillNumber,omitzero"` // with which they go back, once it is made
	WaybillStatus  string   `json:"ExpressWaybillStatus,omitzero"`
	DeliveryCost   wire.Sum `json:"DeliveryCost,omitzero"`
	EstimatedDate  Date     `json:"EstimatedDeliveryDate,omitzero"`
	AddressOfPlace string   `json:"AddressRecipient,omitzero"`
	// Already reports that it was there before.
	Already bool       `json:"-"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // as in Waybill
}

// ListReturnAddresses returns where a parcel can go back to. If it cannot go back, there is no address, or the error is
// the vendor's refusal.
func (c *Client) ListReturnAddresses(ctx context.Context, number string) ([]ReturnAddress, error) {
	return read[ReturnAddress](ctx, c, modelService, "CheckPossibilityCreateReturn", properties{"Number": number})
}

// ListReturnReasons returns the reasons for a return.
func (c *Client) ListReturnReasons(ctx context.Context) ([]Entry, error) {
	return read[Entry](ctx, c, modelService, "getReturnReasons", nil)
}

// ListReturnSubtypes returns the kinds of a reason.
func (c *Client) ListReturnSubtypes(ctx context.Context, reason string) ([]Entry, error) {
	return read[Entry](ctx, c, modelService, "getReturnReasonsSubtypes", properties{"ReasonRef": reason})
}

// ListReturnOrders lists the orders for returns. The method can be asked for a time, but programs of others disagree on
// how that is written: use [Client.Call].
func (c *Client) ListReturnOrders(ctx context.Context) iter.Seq2[ReturnOrder, error] {
	return list(ctx, c, modelService, "getReturnOrdersList", properties{}, documentPage, true, func(r *ReturnOrder) *error { return &r.Problem })
}

// CreateReturn makes sure that there is an order for the return of a parcel. It searches for one in the list, so that
// it may be repeated.
func (c *Client) CreateReturn(ctx context.Context, d ReturnDraft) (*ReturnOrder, error) {
	var found *ReturnOrder
	look := func(ctx context.Context) (bool, error) {
		for r, err := range c.ListReturnOrders(ctx) {
			switch {
			case err != nil:
				return false, err
			case r.Problem != nil && r.Waybill == "":
				return false, r.Problem
			case r.Waybill == d.Number:
				found = &r
				return true, nil
			}
		}
		return false, nil
	}
	there, err := look(ctx)
	if err != nil {
		return nil, err
	}
	if there {
		found.Already = true
		return found, nil
	}
	type saved struct {
		Ref     string     `json:"Ref"`
		Number  string     `json:"Number"`
		Extra   wire.Extra `json:"-"`
		Problem error      `json:"-"`
	}
	body := struct {
		OrderType string `json:"OrderType"`
		ReturnDraft
	}{orderReturn, d}
	out, _, err := write(ctx, c, modelService, "save", body, rest.ReadBack(look), func(s *saved) error {
		return lacking(s.Ref == "", "no Ref of the order", s.Problem)
	})
	switch {
	case err != nil:
		return nil, err
	case out == nil:
		return found, nil
	}
	return &ReturnOrder{Ref: out.Ref, Number: out.Number, Waybill: d.Number, Extra: out.Extra, Problem: out.Problem}, nil
}

// DeleteServiceOrder withdraws an order for a return, a redirection or a change that is not processed yet.
func (c *Client) DeleteServiceOrder(ctx context.Context, ref string) error {
	if ref == "" {
		return c.rest.Fail(modelService+".delete", ordo.Invalid, "not sent: the Ref is empty", nil)
	}
	_, _, err := write(ctx, c, modelService, "delete", properties{"Ref": ref}, rest.Idempotent(), func(*refOnly) error { return nil })
	return err
}
