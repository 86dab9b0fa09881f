package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/photo"
)

var storeman = order.Actor{ID: "timur", Role: order.RoleWarehouse}

// at is when everything happens here.
var at = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// work takes an order with two marked pairs of shoes and a marked yogurt, and the pictures of its labels.
func work(ctx context.Context, w io.Writer) error {
	by := order.By{Actor: storeman, At: at}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/1001", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "shoes", Name: "shoes", GTIN: "04601234567893", Quantity: amount.Pcs(2), Price: amount.RUB(4800_00), VAT: amount.VAT22, MarkRequired: true},
			{ID: "yogurt", Name: "yogurt", GTIN: "04698765000012", Quantity: amount.Pcs(1), Price: amount.RUB(89_00), VAT: amount.VAT10, MarkRequired: true},
		},
	}, order.By{Actor: order.Actor{Role: order.RoleSystem}, At: at}, order.WithMarks(receipts.CheckMark))
	if err != nil {
		return err
	}
	for _, c := range []order.Command{order.Confirm{}, order.Assemble{}} {
		if _, err := o.Do(c, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}); err != nil {
			return err
		}
	}
	pictures, err := labels()
	if err != nil {
		return err
	}
	for _, p := range pictures {
		fmt.Fprintf(w, "%s, unit %d, %s\n", p.line, p.unit+1, p.what)
		fmt.Fprintf(w, "  %s\n", scan(ctx, o, p, by))
	}
	fmt.Fprintln(w, "\nThe order now:")
	for _, l := range o.View().Lines {
		for _, m := range l.Marks {
			c, err := marking.Parse(m.Code)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "  %-6s unit %d  GTIN %s  serial number %s\n", l.ID, m.Unit+1, c.GTIN, c.Serial)
		}
	}
	return nil
}

// scan reads a picture and gives its code to the unit. It returns what the person is told.
func scan(ctx context.Context, o *order.Order, p picture, by order.By) string {
	codes, err := photo.Read(ctx, p.bytes)
	if err == nil {
		_, err = o.Do(order.SetMark{Line: p.line, Unit: p.unit, Code: codes[0].String()}, by)
	}
	switch {
	case err == nil:
		return "code set: " + codes[0].CIS()
	case errors.Is(err, ordo.ErrInvalid), errors.Is(err, order.ErrMarking), errors.Is(err, order.ErrDuplicate):
		why := reason(err)
		if _, no := o.Do(order.ReportBadMark{Line: p.line, Unit: p.unit, Why: why}, by); no != nil && !errors.Is(no, order.ErrAlready) {
			return why + "; " + no.Error()
		}
		return "to be labelled anew: " + why
	}
	return err.Error()
}

// reason is what a person is told of an error. Package texts says it in Russian, Ukrainian and Polish.
func reason(err error) string {
	var no *order.Refused
	if errors.As(err, &no) {
		return no.Why.String()
	}
	var unread *photo.Error
	if errors.As(err, &unread) {
		return unread.Text().String()
	}
	return err.Error()
}
