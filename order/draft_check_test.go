package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// A receiver of webhooks can refuse a draft before it is stored, with the field that is wrong.
//
// fault: U8
func TestADraftIsCheckedWithoutASchemeOrAnID(t *testing.T) {
	d := marketplace()
	d.ID, d.Scheme = "", ""
	require.NoError(t, d.Check())
	for name, c := range map[string]struct {
		spoil func(*order.Draft)
		want  error
		field string
	}{
		"no lines":            {func(d *order.Draft) { d.Lines = nil }, order.ErrInvalid, "0 lines"},
		"two lines of one id": {func(d *order.Draft) { d.Lines[1].ID = d.Lines[0].ID }, order.ErrDuplicate, "line L1"},
		"a line without id":   {func(d *order.Draft) { d.Lines[1].ID = "" }, order.ErrInvalid, "Draft.Lines[1].ID"},
		"a negative price":    {func(d *order.Draft) { d.Lines[0].Price = amount.RUB(-1) }, order.ErrMoney, "line L1"},
		"no price at all": {
			func(d *order.Draft) {
				for i := range d.Lines {
					d.Lines[i].Price, d.Lines[i].Total = amount.Money{}, amount.Money{}
				}
			}, order.ErrMoney, "line L1: impossible sum: neither its total nor its price is set",
		},
		"an unknown currency": {func(d *order.Draft) { d.Currency = "XXQ" }, order.ErrMoney, "currency"},
		"text in another encoding": {
			func(d *order.Draft) { d.Buyer.Name = "\xff" }, order.ErrInvalid, "Draft.Buyer.Name",
		},
		"a confirmation that is none": {
			func(d *order.Draft) { d.Confirmations = []status.Confirmation{99} }, order.ErrInvalid, "confirmation",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := marketplace()
			c.spoil(&d)
			err := d.Check()
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.field)
			_, _, ofNew := order.New(d, order.By{At: opened})
			require.EqualError(t, ofNew, err.Error(), "New refuses the same")
		})
	}
}
