package novaposhta

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/wire"
)

// checked checks a request and returns the draft that its values make, and the values that apply. The error is a
// *carriers.FormError.
func (k *Carrier) checked(r carriers.Request) (Draft, carriers.Values, error) {
	problems := r.CheckKey()
	f := emptyForm()
	if err, ok := f.Check(r.Values).(*carriers.FormError); ok { //nolint:errorlint // Check returns it
		problems = append(problems, err.Problems...)
	}
	if err := carriers.Refuse(r.Key, problems); err != nil {
		return Draft{}, nil, err
	}
	v := f.Applicable(r.Values)
	return k.draft(carriers.Request{Key: r.Key, Values: v}), v, nil
}

// draft returns the draft that values make.
func (k *Carrier) draft(r carriers.Request) Draft {
	v := r.Values
	d := Draft{
		Key: r.Key, PayerType: Side(v["PayerType"]), ThirdPerson: v["ThirdPerson"], PaymentMethod: PaymentMethod(v["PaymentMethod"]),
		DateTime: Date(v["DateTime"]), CargoType: CargoType(v["CargoType"]), ServiceType: ServiceType(v["ServiceType"]), Description: v["Description"],
		CitySender: v["CitySender"], Sender: v["Sender"], SenderAddress: v["SenderAddress"], ContactSender: v["ContactSender"], SendersPhone: digits(v["SendersPhone"]),
		CityRecipient: v["CityRecipient"], Recipient: v["Recipient"], RecipientAddress: v["RecipientAddress"], ContactRecipient: v["ContactRecipient"],
		RecipientsPhone: digits(v["RecipientsPhone"]), AdditionalInformation: v["AdditionalInformation"], AccompanyingDocuments: v["AccompanyingDocuments"],
		Note: v["Note"], PreferredDeliveryDate: Date(v["PreferredDeliveryDate"]),
	}
	if c := v["Cost"]; c != "" {
		d.Cost = wire.Sum{Decimal: wire.Decimal(c), Currency: currency}
	}
	total := new(big.Rat) // kilograms
	sized := true
	for n := range v.Rows("OptionsSeat") {
		row := carriers.RowPrefix("OptionsSeat", n+1)
		s := Seat{
			Weight: wire.Decimal(v[row+"weight"]), Length: wire.Decimal(v[row+"volumetricLength"]),
			Width: wire.Decimal(v[row+"volumetricWidth"]), Height: wire.Decimal(v[row+"volumetricHeight"]),
		}
		sized = sized && s.Length != "" && s.Width != "" && s.Height != ""
		d.OptionsSeat = append(d.OptionsSeat, s)
		if kg, ok := new(big.Rat).SetString(string(s.Weight)); ok {
			total.Add(total, kg)
		}
	}
	d.SeatsAmount, d.Weight = len(d.OptionsSeat), decimal(total)
	d.VolumeGeneral = wire.Decimal(v["VolumeGeneral"])
	if !sized { // a volume stands for the sizes, and the weight for those of the seats
		d.OptionsSeat = nil
	}
	for n := range v.Rows("CargoDetails") {
		row := carriers.RowPrefix("CargoDetails", n+1)
		pieces, _ := strconv.Atoi(v[row+"Amount"])
		d.CargoDetails = append(d.CargoDetails, CargoDetail{What: v[row+"CargoDescription"], Amount: pieces})
	}
	if sum := whole(v[fieldCash]); sum != "" && sum != "0" {
		d.BackwardDeliveryData = []Backward{CashOnDelivery(wire.Decimal(sum), Side(v[fieldPayer]))}
	}
	if sum := whole(v[fieldControl]); sum != "" && sum != "0" {
		d.AfterpaymentOnGoodsCost = wire.Sum{Decimal: wire.Decimal(sum), Currency: currency}
	}
	return d
}

// decimal returns a number with at most 9 decimals, as forms have them.
func decimal(n *big.Rat) wire.Decimal {
	s := n.FloatString(9)
	return wire.Decimal(strings.TrimSuffix(strings.TrimRight(s, "0"), "."))
}

// digits returns a phone as Nova Poshta writes it, without the plus.
func digits(phone string) string { return strings.TrimPrefix(phone, "+") }

// whole returns a sum without kopecks that are zero.
func whole(sum string) string { return strings.TrimSuffix(strings.TrimSuffix(sum, ".00"), ".0") }

// checkForm checks the fields against each other: that the waybill is clear. What branches take, Nova Poshta says.
func checkForm(v carriers.Values) []carriers.Problem {
	var out []carriers.Problem
	require := func(ok bool, field, code, format string, args ...any) {
		if !ok {
			out = append(out, broken(field, code, format, args...))
		}
	}
	i := CargoOf(CargoType(v["CargoType"]))
	t := ServiceType(v["ServiceType"])
	require(v["ContactRecipient"] != "" || len(strings.Fields(v["RecipientName"])) >= 2, "RecipientName", carriers.CodePattern,
		"is %q: family name and given name are needed", v["RecipientName"])
	n := v.Rows("OptionsSeat")
	sizes := 0
	for row := range n {
		p := carriers.RowPrefix("OptionsSeat", row+1)
		for _, size := range []string{"volumetricLength", "volumetricWidth", "volumetricHeight"} {
			if v[p+size] != "" {
				sizes++
			}
		}
	}
	all := sizes == 3*n
	require(all || sizes == 0 && (!i.Volume || v["VolumeGeneral"] != "") && !t.ToLocker(), "OptionsSeat", carriers.CodeRequired,
		"has not all sizes: length, width and height of each seat are needed, or, except to a locker, the whole volume and no sizes")
	if len(i.Weights) > 0 {
		total := (&Carrier{}).draft(carriers.Request{Values: v}).Weight
		require(slices.Contains(i.Weights, string(total)), "OptionsSeat", carriers.CodeChoice,
			"has %s kg: for documents it is one of %s", string(total), strings.Join(i.Weights, ", "))
	}
	if t.ToLocker() {
		require(n <= 1, "OptionsSeat", carriers.CodeMax, "has %d {1:row|rows}, a locker accepts 1", n)
		require(i.ToLocker, "CargoType", carriers.CodeChoice, "is %s, which goes to no locker", string(i.Type))
	}
	cash, control := whole(v[fieldCash]), whole(v[fieldControl])
	require(cash == "" || cash == "0" || control == "" || control == "0", fieldCash, carriers.CodeChoice,
		"is filled in together with payment control: Nova Poshta would ignore one of them")
	require(Side(v["PayerType"]) != ThirdPerson || PaymentMethod(v["PaymentMethod"]) == NonCash, "PaymentMethod", carriers.CodeChoice,
		"is cash: a third person pays without cash only")
	return out
}
