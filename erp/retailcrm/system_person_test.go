package retailcrm_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// doorDraft is delivered to a door that the courier has to find.
func doorDraft() order.Draft {
	d := deliveryDraft()
	d.Authority = order.OwnShop
	d.Comment = "позвоните за час"
	d.Delivery.PostalCode, d.Delivery.Region, d.Delivery.Street, d.Delivery.House = "170000", "Тверская обл", "улица Примерная", "1, корп. 2"
	d.Delivery.Flat, d.Delivery.Entrance, d.Delivery.Floor, d.Delivery.Intercom = "15", "3", "4", "15К8090"
	d.Delivery.Comment = "позвоните за час"
	return d
}

// card checks fields of the card.
func (d *desk) card(want map[string]string) {
	d.Helper()
	o := d.there()
	for path, value := range want {
		require.Equal(d, value, o.Field(path), path)
	}
}

// fault: C16
func TestTheCourierFindsTheDoorOnTheCard(t *testing.T) {
	d := sell(t, doorDraft(), retailcrm.DefaultMapping())
	d.card(map[string]string{
		"customerComment": "позвоните за час", "delivery.address.index": "170000", "delivery.address.region": "Тверская обл", "delivery.address.city": "Тверь",
		"delivery.address.street": "улица Примерная", "delivery.address.building": "1, корп. 2", "delivery.address.flat": "15", "delivery.address.block": "3",
		"delivery.address.floor": "4", "delivery.address.intercomCode": "15К8090", "delivery.address.notes": "позвоните за час",
		"delivery.address.text": "Тверь, улица Примерная, 1",
	})
	require.Equal(t, order.AlreadySo, d.ensures(order.EffectDetails, order.Effect{}).Kind)
}

// fault: C16
func TestWhatTheAddressHasNoFieldForIsInTheNotes(t *testing.T) {
	draft := doorDraft()
	draft.Delivery.Entrance, draft.Delivery.Floor, draft.Delivery.Recipient, draft.Delivery.Phone = "со двора", "цоколь", "Соседова Анна", "79000000001"
	d := open(t, draft, retailcrm.DefaultMapping())
	d.s.SetLanguage(texts.Russian)
	d.applies(order.EffectUpsert, order.Applied)
	d.card(map[string]string{
		"delivery.address.block": "", "delivery.address.floor": "", "phone": "79000000000", "additionalPhone": "79000000001",
		"delivery.address.notes": "подъезд: со двора\nэтаж: цоколь\nполучатель: Соседова Анна\nпозвоните за час",
	})
}

func TestDetailsThatChangeHereAreSoOnTheCardAndWhatPeopleWroteStays(t *testing.T) {
	d := sell(t, doorDraft(), retailcrm.DefaultMapping())
	d.crm.Edit(d.id, `{"managerComment":"важное","delivery":{"address":{"metro":"Пролетарская","notes":"позвоните за час\nвахтёр строгий"}}}`)
	require.Equal(t, []order.Kind{order.KindComment}, kinds(d.pulls()), "what people wrote is kept")
	d.does(order.ChangeDetails{
		Buyer:    order.Buyer{Name: "Иванова Мария", Phone: "+7 900 000-00-02"},
		Delivery: order.Delivery{Flat: "16", Comment: "оставьте у двери"},
	})
	d.ensures(order.EffectDetails, order.Effect{})
	d.card(map[string]string{
		"lastName": "Иванова", "firstName": "Мария", "patronymic": "", "phone": "+7 900 000-00-02", "email": "test@example.com",
		"delivery.address.flat": "16", "delivery.address.metro": "Пролетарская", "delivery.address.index": "170000", "managerComment": "важное",
		"delivery.address.notes": "вахтёр строгий\nоставьте у двери", "customerComment": "оставьте у двери", "totalSumm": "5180",
	})
	require.NotContains(t, d.lastWrite(), "items", "only what changed is written")
	require.Empty(t, d.pulls(), "own writes mean nothing")
}

// lastWrite is the body of the last write.
func (d *desk) lastWrite() string {
	d.Helper()
	for _, x := range slices.Backward(d.crm.Exchanges()) {
		if x.Method == http.MethodPost {
			return string(x.Body)
		}
	}
	return ""
}
