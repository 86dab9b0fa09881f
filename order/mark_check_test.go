package order_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A host's check repairs a code before it is kept, and refuses what is none.
func TestAMarkingCodeIsCheckedAgainstTheGoods(t *testing.T) {
	d := order.Draft{ID: "A-7", Scheme: order.OwnPickup, Lines: []order.Line{
		{ID: "shoes", Name: "Кроссовки", GTIN: "4600000000015", Quantity: amount.Pcs(1), Total: amount.RUB(480000), MarkRequired: true},
	}}
	check := func(gtin, code string) (string, error) {
		if code != "]d2code" {
			return "", errors.New("scan it again")
		}
		return "code of " + gtin, nil
	}
	o, _, err := order.New(d, order.By{At: opened}, order.WithMarks(check))
	require.NoError(t, err)
	require.Equal(t, "4600000000015", o.View().Lines[0].GTIN)
	by := order.By{Actor: order.Actor{Role: order.RoleOperator}, At: opened}

	_, err = o.Do(order.SetMark{Line: "shoes", Code: "4600000000015"}, by)
	require.ErrorIs(t, err, order.ErrMarking)
	require.ErrorContains(t, err, "(order is new): scan it again")
	require.Empty(t, o.View().Lines[0].Marks)

	_, err = o.Do(order.SetMark{Line: "shoes", Code: "]d2code"}, by)
	require.NoError(t, err)
	require.Equal(t, "code of 4600000000015", o.View().Lines[0].Marks[0].Code)
	_, err = o.Do(order.SetMark{Line: "shoes", Code: "]d2code"}, by)
	require.ErrorIs(t, err, order.ErrAlready, "scanned twice")
}
