package bitrix_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/order"
)

// reads reads one order as a shop answers it.
func reads(t *testing.T, body string, set bitrix.Settings) channels.Reading {
	t.Helper()
	for r, err := range answers(`{"result":{"result":{"c00":{"order":`+body+`}},"result_error":[],"result_total":[],"result_next":[]},"time":{"duration":0.1}}`).Channel(set).Orders(t.Context(), "300") {
		require.NoError(t, err)
		return r
	}
	return channels.Reading{}
}

// Older servers write numbers as texts with four decimals, and null or [] for what is empty.
func TestAnOrderIsTheSameInEveryFormThatServersWrite(t *testing.T) {
	want := reads(t, orderJSON, settings())
	require.NoError(t, want.Problem)
	for name, change := range map[string][]string{
		"texts":         {`"price":1952`, `"price":"1952.0000"`, `"quantity":2`, `"quantity":"2.0000"`, `"id":300`, `"id":"300"`, `"price":801`, `"price":"801.0000"`, `"basePrice":890`, `"basePrice":"890.0000"`},
		"floats":        {`"price":801`, `"price":801.0`, `"priceDelivery":350`, `"priceDelivery":3.5E2`},
		"empty as null": {`"trackingNumber":""`, `"trackingNumber":null`, `"psInvoiceId":""`, `"psInvoiceId":null`, `"datePaid":""`, `"datePaid":null`},
		"empty as list": {`"reservations":[]`, `"reservations":null`, `"xmlId":"bx_0"`, `"requisiteLink":[],"xmlId":"bx_0"`},
		"lists by id":   {`"payments":[` + paymentJSON + `]`, `"payments":{"55":` + paymentJSON + `}`},
		"more fields":   {`"measureCode":796`, `"measureCode":796,"dimensions":"a:3:{s:5:\"WIDTH\";N;}","discountCoupon":null,"module":"catalog"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := reads(t, strings.NewReplacer(change...).Replace(orderJSON), settings())
			require.NoError(t, got.Problem)
			require.NoError(t, got.Warning)
			require.Equal(t, want.Snapshot, got.Snapshot)
		})
	}
}

// What cannot be understood is a problem of this order, with the reason, and never of the list.
func TestAnOddOrderIsAProblemOfItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		change []string
		why    string
	}{
		"a sum that is not that of its lines": {[]string{`"price":1952`, `"price":1951.99`}, "cost 1952.00 RUB, but its price is 1951.99 RUB: compare it with the shop"},
		"no goods":                            {[]string{`"basketItems":[` + itemJSON + `]`, `"basketItems":[]`}, "it has no goods"},
		"a quantity of four decimals":         {[]string{`"quantity":2`, `"quantity":0.3333`}, "at most three decimals"},
		"a price that is none":                {[]string{`"price":801`, `"price":"дорого"`}, "price is"},
		"a rate of VAT of nowhere":            {[]string{`"vatRate":0.22`, `"vatRate":0.13`}, "the rate of VAT 0.13"},
		"another currency":                    {[]string{`"quantity":2,"currency":"RUB"`, `"quantity":2,"currency":"USD"`}, "its currency is USD, that of the order RUB"},
		"a payment without a sum":             {[]string{`"sum":1952`, `"sum":"много"`}, "payment 55: sum is"},
	} {
		t.Run(name, func(t *testing.T) {
			r := reads(t, strings.NewReplacer(c.change...).Replace(orderJSON), settings())
			require.Equal(t, "300", r.ID)
			require.ErrorContains(t, r.Problem, c.why)
		})
	}
}

func TestAnUnknownStatusHoldsTheOrder(t *testing.T) {
	r := reads(t, strings.Replace(orderJSON, `"statusId":"N"`, `"statusId":"ZZ"`, 1), settings())
	require.NoError(t, r.Problem)
	require.Equal(t, "ZZ", r.Status)
	require.Equal(t, order.StatusReport{Code: "ZZ"}, r.Reports[0])
}

func TestPartsOfASetAndVATOnTopAreCounted(t *testing.T) {
	set := strings.Replace(itemJSON, `"setParentId"`, `"x"`, 1)
	part := strings.NewReplacer(`"id":812`, `"id":813`, `"type":null`, `"type":null,"setParentId":812`).Replace(itemJSON)
	body := strings.Replace(orderJSON, itemJSON, set+","+part, 1)
	r := reads(t, body, settings())
	require.NoError(t, r.Problem)
	require.Len(t, r.Snapshot.Lines, 2, "the set, and the delivery")

	top := strings.NewReplacer(`"vatIncluded":"Y"`, `"vatIncluded":"N"`, `"price":1952`, `"price":2304.44`).Replace(orderJSON)
	r = reads(t, top, settings())
	require.NoError(t, r.Problem)
	require.Equal(t, order.AdjustDiscount, r.Snapshot.Adjustments[0].Kind)
}
