package cdek_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sold is an order of marked shoes and three pairs of socks at 250.00, packed in one box, with delivery, all to be
// paid at the door.
func sold(t *testing.T, to order.Delivery, more ...order.Command) *order.Order {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := func() order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}
	}
	scheme, _ := order.ByCarrier.Rules()
	scheme.Code, scheme.Prepaid, scheme.AssemblingOnPayment = "at-the-door", false, false
	o, _, err := order.New(order.Draft{
		ID: "A-231", Number: "A-231", Scheme: scheme.Code, Authority: order.OwnShop, Delivery: to,
		Buyer: order.Buyer{Name: "Иванова Анна", Phone: "8 (901) 000-00-02", Email: "anna@shop.example"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "NORDA-42", Name: "Кроссовки Norda 42", Quantity: amount.Pcs(1), Total: amount.RUB(480000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "socks", SKU: "SOCK-G", Name: "Носки", Quantity: amount.Pcs(3), Total: amount.RUB(75000), VAT: amount.VAT10},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT22},
		},
	}, by(), order.WithScheme(scheme))
	require.NoError(t, err)
	box := order.Box{Picks: order.PickAll("shoes", "socks"), Weight: 1200, Length: 301, Width: 200, Height: 150}
	cmds := append([]order.Command{order.SetMark{Line: "shoes", Code: marking}, order.Pack{Boxes: []order.Box{box}}}, more...)
	for _, c := range append(cmds, order.CreateShipment{}) {
		_, err := o.Do(c, by())
		require.NoError(t, err)
	}
	return o
}

const marking = "010460000000000121ABCDEFGHIJKLM\x1d91EE06\x1d92c2lnbmF0dXJl"

func consigned(o *order.Order) carriers.Consignment {
	return carriers.Consignment{Order: o.View(), Shipment: 1, Weights: map[string]int{"shoes": 800, "socks": 50}}
}

var toOffice = order.Delivery{City: "Санкт-Петербург", Point: "SPB14"}

// filled is a form filled in from an order.
func filled(t *testing.T, k *cdek.Carrier, to order.Delivery) carriers.Form {
	t.Helper()
	f, err := k.Form(t.Context(), consigned(sold(t, to)))
	require.NoError(t, err)
	return f
}

// asked asks for a parcel to an office, with values changed.
func asked(t *testing.T, k *cdek.Carrier, key string, change carriers.Values) (carriers.Parcel, error) {
	t.Helper()
	v := filled(t, k, toOffice).Values
	maps.Copy(v, change)
	return k.Create(t.Context(), carriers.Request{Key: key, Values: v})
}

// read reads one parcel.
func read(t *testing.T, k *cdek.Carrier, ref order.Ref) carriers.Parcel {
	t.Helper()
	var out carriers.Parcel
	for p, err := range k.Read(t.Context(), ref) {
		require.NoError(t, err)
		out = p
	}
	return out
}

// covers: B24-5
func TestTheFormIsFilledInFromTheOrder(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop(cdek.WithServices(cdek.PartialDelivery))...)
		f := filled(t, k, toOffice)
		require.Empty(t, f.Notes)
		require.NoError(t, f.Check(f.Values))
		require.Equal(t, carriers.Values{
			"tariff_code": "234", "shipment_point": "MSK5", "delivery_point": "SPB14",
			"to_location.code": "137", "to_location.city": "Санкт-Петербург", "services": "PART_DELIV",
			"recipient.name": "Иванова Анна", "recipient.phones.1.number": "+79010000002", "recipient.email": "anna@shop.example",
			"sender.name": "Orlova Anna", "sender.company": "Vesna LLC", "sender.phones.1.number": "+79010000001",
			"delivery_recipient_cost.value": "300.00", "delivery_recipient_cost.vat_rate": "22",
			"packages.1.number": "1", "packages.1.weight": "1200", "packages.1.length": "31", "packages.1.width": "20", "packages.1.height": "15",
			"packages.1.items.1.name": "Кроссовки Norda 42", "packages.1.items.1.article": "NORDA-42", "packages.1.items.1.amount": "1",
			"packages.1.items.1.weight": "800", "packages.1.items.1.cost": "4800.00", "packages.1.items.1.payment.value": "4800.00",
			"packages.1.items.1.payment.vat_rate": "22", "packages.1.items.1.marking": marking, "packages.1.items.1.units": "shoes:0-1",
			"packages.1.items.2.name": "Носки", "packages.1.items.2.article": "SOCK-G", "packages.1.items.2.amount": "3",
			"packages.1.items.2.weight": "50", "packages.1.items.2.cost": "250.00", "packages.1.items.2.payment.value": "250.00",
			"packages.1.items.2.payment.vat_rate": "10", "packages.1.items.2.units": "socks:0-3",
		}, f.Values)
		tariff, ok := f.Field("tariff_code")
		require.True(t, ok)
		require.Equal(t, []carriers.Choice{
			{Value: "234", Label: "Экономичная посылка склад-склад (234), 365.78 RUB, 6–8 раб. дн."},
			{Value: "368", Label: "Посылка склад-постамат (368), 455.78 RUB, 2–4 раб. дн."},
			{Value: "136", Label: "Посылка склад-склад (136), 485.78 RUB, 2–4 раб. дн."},
			{Value: "366", Label: "Посылка дверь-постамат (366), 565.78 RUB, 2–4 раб. дн."},
			{Value: "137", Label: "Посылка склад-дверь (137), 595.78 RUB, 2–4 раб. дн."},
			{Value: "138", Label: "Посылка дверь-склад (138), 595.78 RUB, 2–4 раб. дн."},
			{Value: "139", Label: "Посылка дверь-дверь (139), 705.78 RUB, 2–4 раб. дн."},
		}, tariff.Choices)
		require.Empty(t, srv.Orders(), "a form asks for nothing")
	})
}

// covers: B24-5
func TestWhatIsSentIsWhatWasFilledIn(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop(cdek.WithServices(cdek.PartialDelivery), cdek.WithDraftHook(func(r carriers.Request, d *cdek.Draft) {
			d.DeveloperKey = "dev-" + r.Key
		}))...)
		_, err := asked(t, k, "A-231-S1", carriers.Values{
			"comment": " call first ", "service.CARTON_BOX_M": "2", "recipient.phones.2.number": "+79010000003", "recipient.phones.2.additional": "17",
			"additional_order_types": "2, 15",
		})
		require.NoError(t, err)
		require.JSONEq(t, `{"number":"A-231-S1","tariff_code":234,"shipment_point":"MSK5","delivery_point":"SPB14","comment":"call first",
			"additional_order_types":[2,15],"developer_key":"dev-A-231-S1",
			"delivery_recipient_cost":{"value":300.00,"vat_sum":54.10,"vat_rate":22},
			"sender":{"company":"Vesna LLC","name":"Orlova Anna","phones":[{"number":"+79010000001"}]},
			"recipient":{"name":"Иванова Анна","email":"anna@shop.example","phones":[{"number":"+79010000002"},{"number":"+79010000003","additional":"17"}]},
			"services":[{"code":"PART_DELIV"},{"code":"CARTON_BOX_M","parameter":"2"}],
			"packages":[{"number":"1","weight":1200,"length":31,"width":20,"height":15,"items":[
				{"name":"Кроссовки Norda 42","ware_key":"NORDA-42","marking":"010460000000000121ABCDEFGHIJKLM\u001d91EE06\u001d92c2lnbmF0dXJl",
				 "payment":{"value":4800.00,"vat_sum":865.57,"vat_rate":22},"cost":4800.00,"weight":800,"amount":1},
				{"name":"Носки","ware_key":"SOCK-G","payment":{"value":250.00,"vat_sum":22.73,"vat_rate":10},"cost":250.00,"weight":50,"amount":3}]}]}`,
			string(lastBody(srv, "POST /v2/orders")))
	})
}

func TestAParcelToTheDoorHasAnAddress(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(cdek.FromDoor(cdek.Location{Code: 44, Address: "Складская, 1"}))
		f := filled(t, k, order.Delivery{City: "г. Новосибирск", Address: "ул. Ленина, 1"})
		require.Equal(t, "139", f.Values["tariff_code"])
		require.Equal(t, "270", f.Values["to_location.code"])
		require.NotContains(t, f.Values, "delivery_point")
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-231-S1", Values: f.Values})
		require.NoError(t, err)
		srv.Settle()
		require.Equal(t, carriers.ParcelAccepted, read(t, k, p.Ref).State)
		var sent cdek.Draft
		require.NoError(t, json.Unmarshal(lastBody(srv, "POST /v2/orders"), &sent))
		require.Equal(t, 270, sent.To.Code)
		require.Equal(t, "Складская, 1", sent.From.Address)
		require.Empty(t, sent.DeliveryPoint)

		bad := f.Values.Clone()
		delete(bad, "to_location.address")
		_, err = k.Create(t.Context(), carriers.Request{Key: "A-231-S2", Values: bad})
		require.Equal(t, []string{"to_location.address"}, fields(t, err), "an address is needed for this tariff")
		bad["tariff_code"] = "138"
		_, err = k.Create(t.Context(), carriers.Request{Key: "A-231-S2", Values: bad})
		require.Equal(t, []string{"delivery_point"}, fields(t, err), "a point is needed for that one")
	})
}

// fields are the fields that a *carriers.FormError names.
func fields(t *testing.T, err error) (out []string) {
	t.Helper()
	var no *carriers.FormError
	require.ErrorAs(t, err, &no)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	for _, p := range no.Problems {
		require.NotEmpty(t, p.Rule)
		out = append(out, p.Field)
	}
	return out
}

// covers: B24-5
func TestWhatTheFormDoesNotTakeIsNotSent(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop()...)
		const row, item = "packages.1.", "packages.1.items.2."
		for name, tt := range map[string]struct {
			change carriers.Values
			field  string
			code   string
		}{
			"no weight":                  {carriers.Values{row + "weight": ""}, row + "weight", carriers.CodeRequired},
			"an impossible weight":       {carriers.Values{row + "weight": "0"}, row + "weight", carriers.CodeMin},
			"a weight beyond all":        {carriers.Values{row + "weight": "1000001"}, row + "weight", carriers.CodeMax},
			"a weight in kilograms":      {carriers.Values{row + "weight": "1.2"}, row + "weight", carriers.CodeType},
			"a phone in words":           {carriers.Values{"recipient.phones.1.number": "call me"}, "recipient.phones.1.number", carriers.CodeType},
			"a name of digits":           {carriers.Values{"recipient.name": "12345"}, "recipient.name", carriers.CodePattern},
			"a tariff that is not ours":  {carriers.Values{"tariff_code": "62"}, "tariff_code", carriers.CodeChoice},
			"no point":                   {carriers.Values{"delivery_point": ""}, "delivery_point", carriers.CodeRequired},
			"a service that is not":      {carriers.Values{"services": "PART_DELIV,FLYING"}, "services", carriers.CodeChoice},
			"services that do not go":    {carriers.Values{"services": "PART_DELIV,BAN_ATTACHMENT_INSPECTION"}, "services", carriers.CodeChoice},
			"two ways up the stairs":     {carriers.Values{"services": "GET_UP_FLOOR_BY_ELEVATOR", "service.GET_UP_FLOOR_BY_HAND": "3"}, "services", carriers.CodeChoice},
			"a marked row of two":        {carriers.Values{"packages.1.items.1.amount": "2"}, "packages.1.items.1.amount", carriers.CodeMax},
			"an article twice":           {carriers.Values{item + "article": "NORDA-42"}, item + "article", carriers.CodeChoice},
			"an article too long":        {carriers.Values{item + "article": "SOCK-GREY-COTTON-42-45"}, item + "article", carriers.CodeLength},
			"an article of strange kind": {carriers.Values{item + "article": "SOCK~G"}, item + "article", carriers.CodePattern},
			"money without VAT":          {carriers.Values{item + "payment.vat_rate": ""}, item + "payment.vat_rate", carriers.CodeRequired},
			"VAT of former years":        {carriers.Values{item + "payment.vat_rate": "20"}, item + "payment.vat_rate", carriers.CodeChoice},
			"VAT of Poland":              {carriers.Values{item + "payment.vat_rate": string(cdek.VATOf(amount.VAT23))}, item + "payment.vat_rate", carriers.CodeChoice},
			"exempt from VAT":            {carriers.Values{item + "payment.vat_rate": string(cdek.VATOf(amount.VATExempt))}, item + "payment.vat_rate", carriers.CodeChoice},
			"outside the scope of VAT":   {carriers.Values{item + "payment.vat_rate": string(cdek.VATOf(amount.VATOutside))}, item + "payment.vat_rate", carriers.CodeChoice},
			"money with three decimals":  {carriers.Values{item + "payment.value": "250.001"}, item + "payment.value", carriers.CodeType},
			"gross below net":            {carriers.Values{item + "weight_gross": "40"}, item + "weight_gross", carriers.CodeMin},
			"no such field":              {carriers.Values{"recipient.shoe_size": "42"}, "recipient.shoe_size", carriers.CodeUnknown},
			"a row left out":             {carriers.Values{"packages.3.number": "3"}, "packages", carriers.CodeRow},
		} {
			_, err := asked(t, k, "A-231-S1", tt.change)
			require.Equal(t, []string{tt.field}, fields(t, err), name)
			var no *carriers.FormError
			require.ErrorAs(t, err, &no)
			require.Equal(t, tt.code, no.Problems[0].Code, "%s: %v", name, err)
			require.Equal(t, "A-231-S1", no.Key)
		}
		require.Zero(t, srv.Calls("POST /v2/orders"))
	})
}

func TestALockerTakesOneSmallPackage(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop()...)
		v := filled(t, k, order.Delivery{City: "Москва", Point: "MSK900"}).Values
		require.Equal(t, "368", v["tariff_code"])
		two := v.Clone()
		for _, n := range []string{"number", "weight", "length", "width", "height"} {
			two["packages.2."+n] = "10"
		}
		two["packages.2.items.1.name"], two["packages.2.items.1.article"], two["packages.2.items.1.amount"] = "Шнурки", "LACE", "1"
		two["packages.2.items.1.weight"], two["packages.2.items.1.cost"], two["packages.2.items.1.payment.value"] = "10", "0", "0"
		two["services"] = cdek.TryingOn
		_, err := k.Create(t.Context(), carriers.Request{Key: "A-231-S1", Values: two})
		require.Equal(t, []string{"services", "packages"}, fields(t, err))
		v["packages.1.weight"] = "16000"
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-231-S1", Values: v})
		require.NoError(t, err)
		srv.Settle()
		require.Equal(t, []carriers.Problem{{Field: "packages", Code: "error_validate_postamat_package_weight", Rule: "Вес места превышает допустимый для постамата"}}, read(t, k, p.Ref).Problems)
	})
}

// covers: B24-5
func TestWhatTheCarrierRefusesNamesTheField(t *testing.T) {
	for name, tt := range map[string]struct {
		change carriers.Values
		field  string
		code   string
		later  bool
	}{
		"a tariff that does not serve the route":    {carriers.Values{"tariff_code": "136"}, "tariff_code", "err_result_service_empty", true},
		"a phone that CDEK does not take":           {carriers.Values{"recipient.phones.1.number": "+29022222"}, "recipient.phones", "ve_receiver_phone_type_incorrect", true},
		"a weight that the tariff does not take":    {carriers.Values{"packages.1.weight": "60000"}, "packages.weight", "ve_package_weight_too_large", true},
		"an office that it does not know":           {carriers.Values{"delivery_point": "NOPE1"}, "delivery_point", "ve_receiver_pickup_point_incorrect", true},
		"a city that it does not know":              {carriers.Values{"tariff_code": "137", "to_location.code": "999999", "to_location.address": "ул. Ленина, 1"}, "to_location.code", "v2_recipient_location_not_recognized", false},
		"a service that the contract does not have": {carriers.Values{"services": "PART_DELIV"}, "services", "ve_as_part_deliv_forbidden", true},
	} {
		for _, byRequest := range []bool{false, true} {
			inBubble(t, cdektest.Settings{NoPartialDelivery: true, RefuseByRequest: byRequest}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
				srv.AddTariff(cdektest.Tariff{Code: 136, Mode: 4, Base: "1", PerKg: "1", MaxGrams: 50000, Cities: []int{44, 270}})
				k := c.Carrier(shop()...)
				p, err := asked(t, k, "A-231-S1", tt.change)
				require.NoError(t, err, name)
				if tt.later {
					require.Equal(t, carriers.ParcelWaiting, p.State, "202 is no success")
					require.Equal(t, status.ShipmentRequested, p.Shipment)
					srv.Settle()
					p = read(t, k, p.Ref)
				}
				require.Equal(t, carriers.ParcelRefused, p.State, name)
				require.Equal(t, status.ShipmentAssembling, p.Shipment, "the goods are with the shop")
				require.Len(t, p.Problems, 1)
				require.Equal(t, tt.field, p.Problems[0].Field, name)
				require.Equal(t, tt.code, p.Problems[0].Code, name)
				require.NotEmpty(t, p.Problems[0].Rule)
				_, known := filled(t, k, toOffice).Field(p.Problems[0].Field)
				require.True(t, known, "the form has the field %s", p.Problems[0].Field)

				p, err = asked(t, k, "A-231-S1", nil)
				require.NoError(t, err)
				srv.Settle()
				require.Equal(t, carriers.ParcelAccepted, read(t, k, p.Ref).State, "corrected, it goes through under the same key")
				require.Equal(t, 1, valid(srv))
			})
		}
	}
}

// Whatever field an error of CDEK is about, the form has it; or it is about no field of a request for a parcel.
func TestEveryErrorOfAnOrderNamesAFieldOfTheForm(t *testing.T) {
	k := cdek.New("a", "p").Carrier()
	f := carriers.Form{Fields: k.Fields()}
	other := []string{ // of pick-ups, agreements, prints, lists
		"uuid", "im_number", "cdek_number", "orders", "type", "size", "date", "time_from", "planned_date", "intake_date", "intake_time_from",
		"intake_time_to", "lunch_time_from", "lunch_time_to",
	}
	for _, e := range cdek.Errors() {
		field := cdek.FormField(cdek.Problem{Code: e.Code})
		if _, ok := f.Field(field); field != "" && field != "key" && !ok {
			require.Contains(t, other, field, e.Code)
		}
	}
	for message, want := range map[string]string{
		"[recipient] is empty": "recipient.name", "[packages[0].items[1].name] is empty": "packages.1.items.2.name",
		"[packages.items.payment] is empty": "packages.items.payment.value", "Invalid value [x] in [tariff_code] parameter": "tariff_code",
		"[packages[2].items[0].ware_key] is empty": "packages.3.items.1.article", "[packages[0].items[0].payment.vat_sum] is empty": "packages.1.items.1.payment.vat_rate",
	} {
		got := cdek.FormField(cdek.Problem{Code: "v2_field_is_empty", Message: message})
		require.Equal(t, want, got, message)
		_, ok := f.Field(got)
		require.True(t, ok, got)
	}
}

func TestWhatTheOrderSaysAndCDEKDoesNotKnowIsANote(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop()...)
		srv.AddCity(137001, "Санкт-Мориц", "CH", 900)
		srv.AddCity(5, "Далёкий", "RU", 901)
		for _, code := range []int{136, 137, 138, 139, 366, 368, 234, 480, 483} {
			srv.AddTariff(cdektest.Tariff{Code: code, Mode: 3, Base: "1", PerKg: "1", MaxGrams: 50000, Cities: []int{44, 137, 270}})
		}
		for name, tt := range map[string]struct {
			to          order.Delivery
			field, code string
		}{
			"a city it does not know":    {order.Delivery{City: "Атлантида", Address: "Набережная, 1"}, "to_location.code", carriers.CodeUnknown},
			"a point it does not know":   {order.Delivery{City: "Москва", Point: "NOPE1"}, "delivery_point", carriers.CodeUnknown},
			"a point in words":           {order.Delivery{City: "Москва", Point: "ПВЗ на Арбате"}, "delivery_point", carriers.CodeUnknown},
			"a beginning of two cities":  {order.Delivery{City: "Санкт", Address: "Набережная, 1"}, "to_location.code", carriers.CodeChoice},
			"a route that nobody serves": {order.Delivery{City: "Далёкий", Address: "Набережная, 1"}, "tariff_code", "err_result_servicelist_empty"},
		} {
			f := filled(t, k, tt.to)
			require.Len(t, f.Notes, 1, name)
			require.Equal(t, tt.field, f.Notes[0].Field, name)
			require.Equal(t, tt.code, f.Notes[0].Code, name)
			require.NotEmpty(t, f.Notes[0].Rule)
		}
	})
}

func TestManyPricesMakeManyRowsWithArticlesOfTheirOwn(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := sold(t, toOffice)
		v := o.View()
		v.Lines[1].SKU = "Носки хлопковые, серые, 42-45"
		v.Lines[1].Portions[0].Sum = amount.RUB(100) // 33 + 34 + 33 kopecks
		f, err := c.Carrier(shop()...).Form(t.Context(), carriers.Consignment{Order: v, Shipment: 1, Weights: map[string]int{"shoes": 1, "socks": 1}})
		require.NoError(t, err)
		require.Equal(t, 4, f.Values.Rows("packages.1.items"))
		seen := map[string]bool{}
		for n := range 4 {
			a := f.Values[carriers.RowPrefix("packages.1.items", n+1)+"article"]
			require.LessOrEqual(t, len([]rune(a)), 20)
			require.False(t, seen[a], a)
			seen[a] = true
		}
		require.NoError(t, f.Check(f.Values))
	})
}
