package retailcrm

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// recordedFields are the fields of orders that histories of real accounts and the vendor's own modules name.
var recordedFields = map[string][]string{
	"recorded histories in the tests of retailcrm/api-client-php": strings.Fields(`country created_at custom_moyskladexternalid customer customer_comment
		delivery_cost delivery_time delivery_type discount_manual_percent full_paid_at manager manager_comment order_product.discount_total
		order_product.quantity order_product.status order_product.summ order_product.vat_rate payments payments.external_id payments.paid_at
		payments.status shipment_date shipment_store shipped status`),
	"recorded histories in the tests of retailcrm/woocommerce-module": strings.Fields(`company contact contragent.contragent_type contragent.legal_address
		customer customer_comment delivery_address.city delivery_address.index delivery_address.region email first_name id last_name manager_comment
		order_product patronymic payments phone status`),
	"the field lists of retailcrm/bitrix-module, woocommerce-module and opencart-module": strings.Fields(`id created_at order_type order_method site status
		status_comment manager first_name last_name patronymic phone additional_phone email payment_type payment_status discount discount_percent
		prepay_sum customer_comment manager_comment shipment_store shipment_date shipped company contact customer payment
		order_product.id order_product.initial_price order_product.discount order_product.discount_percent order_product.quantity
		order_product.status order_product.discount_total order_product.bonuses_charge order_product.bonuses_credit order_product.price_type
		order_product.summ payments.status payments.type payments.external_id payments.amount payments.comment payments.paid_at
		delivery_type delivery_service delivery_date delivery_time delivery_cost delivery_net_cost delivery_address.country delivery_address.index
		delivery_address.region delivery_address.city delivery_address.street delivery_address.building delivery_address.house
		delivery_address.housing delivery_address.block delivery_address.flat delivery_address.floor delivery_address.intercom_code
		delivery_address.metro delivery_address.notes integration_delivery_data.status integration_delivery_data.track_number
		integration_delivery_data.courier`),
	"histories seen in other programs": strings.Fields(`integration_delivery_data.locked delivery_address.text discount_manual_percent`),
}

// Each field that a history is known to tell of is applied, told to people, or left alone for a reason.
//
// fault: M4
func TestEveryRecordedFieldHasAMeaning(t *testing.T) {
	s := new(Client).System(DefaultMapping())
	for source, fields := range recordedFields {
		for _, field := range fields {
			row := meaningOf(field)
			if code, own := strings.CutPrefix(field, "custom_"); own {
				row = s.customMeaning(code)
			}
			require.NotEqual(t, meansUnknown, row.kind, "%s, from %s", field, source)
		}
	}
}

func TestTheTableOfFieldsIsWhole(t *testing.T) {
	seen := map[string]bool{}
	details := map[string]bool{}
	for _, d := range orderDetails() {
		for _, f := range d.fields {
			details[f] = true
		}
	}
	for _, row := range fieldTable {
		require.False(t, seen[row.field], "%s is there twice", row.field)
		seen[row.field] = true
		reason := slices.Contains([]meaning{meansLooked, meansFollows, meansNothing}, row.kind)
		require.Equal(t, reason, row.why != "", "%s: a reason stands where nothing is done, and only there", row.field)
		require.Equal(t, row.kind == meansDetail, details[row.field], "%s: a detail is read by orderDetails", row.field)
	}
}

// A field of words or of warnings that the table has is one that the code knows: another value there is not passed
// over.
func TestWordsAndWarningsOfTheTableAreRead(t *testing.T) {
	o := order.View{
		Ref: order.Ref{System: "shop", ID: "1"}, Total: amount.RUB(1),
		Lines: []order.LineView{
			{ID: "1", Ref: order.Ref{System: Name, Kind: RefItem, ID: "7"}, SKU: "A", Name: "a", VATRate: amount.VAT20},
			{ID: "2", Kind: order.LineDelivery, VATRate: amount.VAT20},
		},
	}
	there := &Order{
		ManagerComment: "w", StatusComment: "w", AdditionalPhone: "w", Currency: "EUR",
		Delivery: &Delivery{
			Code: "x", VATRate: "10", Service: &DeliveryService{Name: "x"}, Address: &Address{Notes: "w", House: "w", Housing: "w", Metro: "w"},
			Data: &DeliveryData{TrackNumber: "x"},
		},
		Items: []Item{{ID: 7, Comment: "w", VATRate: "10", Offer: &Offer{ExternalID: "x"}, ProductName: "x"}},
	}
	for _, row := range fieldTable {
		w := intents{System: new(Client).System(DefaultMapping()), there: there, o: o}
		c := erp.Change{Field: row.field, Item: "7", Value: "w"}
		switch row.kind { //nolint:exhaustive // the others have tests of their own
		case meansComment:
			w.comments([]erp.Change{c})
			require.Len(t, w.commands, 1, row.field)
		case meansWarning:
			w.others([]erp.Change{c})
			require.Len(t, w.warned, 1, row.field)
		}
	}
}
