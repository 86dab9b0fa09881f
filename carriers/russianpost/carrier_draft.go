package russianpost

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// russia is the country of the form.
const russia = 643

// pieceMark stands before the number of a piece in its article, in orders with a partial redemption: the Post tells of
// whole rows whether they came back.
const pieceMark = " №"

// checked checks a request and returns the draft that its values make. The error is a *carriers.FormError.
func (k *Carrier) checked(r carriers.Request) (Draft, error) {
	wrong := r.CheckKey()
	f := emptyForm()
	if err, ok := f.Check(r.Values).(*carriers.FormError); ok { //nolint:errorlint // Check returns it
		wrong = append(wrong, err.Problems...)
	}
	if err := carriers.Refuse(r.Key, wrong); err != nil {
		return Draft{}, err
	}
	d := draftOf(r.Key, f.Applicable(r.Values))
	if k.settings.Draft != nil {
		k.settings.Draft(carriers.Request{Key: r.Key, Values: r.Values.Clone()}, &d)
		d.Number = r.Key
	}
	return d, nil
}

// draftOf makes a draft of values that passed the form.
func draftOf(key string, v carriers.Values) Draft {
	yes := func(name string) bool { return v[name] == "true" }
	words := strings.Fields(v[fieldName])
	for len(words) < 2 {
		words = append(words, "")
	}
	d := Draft{
		Number: key, MailType: MailType(v["mail-type"]), MailCategory: MailCategory(v["mail-category"]), MailDirect: russia, Office: v["postoffice-code"],
		Mass: integer(v["mass"]), SizeClass: v["dimension-type"], Fragile: yes("fragile"), Transport: v["transport-type"],
		Recipient: v[fieldName], Surname: words[0], GivenName: words[1], MiddleName: strings.Join(words[2:], " "), Phone: phone(v["tel-address"]),
		AddressType: AddressType(v["address-type-to"]), Index: Digits(v["index-to"]), Region: v["region-to"], Area: v["area-to"], Place: v["place-to"],
		District: v["location-to"], Street: v["street-to"], House: v["house-to"], Letter: v["letter-to"], Slash: v["slash-to"], Corpus: v["corpus-to"],
		Building: v["building-to"], Estate: v["vladenie-to"], Hotel: v["hotel-to"], Room: v["room-to"], OfficeTo: v["office-to"], BoxNumber: v["num-address-type-to"],
		SenderName: v["sender-name"], SenderPhone: phone(v["tel-address-from"]), SenderComment: v["sender-comment"], Comment: v["comment"], Branch: v["branch-name"],
		InnerNumber: v["inner-num"], SellerID: v["seller-id"], GroupName: v["group-name"], AddToGroup: v["group-name"] != "", StorageDays: integer(v["shelf-life-days"]),
		TimeSlot: int64(integer(v["time-slot-id"])), EnvelopeType: v["envelope-type"], PaymentMethod: v["payment-method"], NoticePayment: v["notice-payment-method"],
		DeclaredValue: kopecks(v["insr-value"]), COD: kopecks(v["payment"]), CompulsoryPayment: kopecks(v["compulsory-payment"]), Prepaid: kopecks(v["prepaid-amount"]),
		PaidOnReceipt: yes("delivery-with-cod"), SimpleNotice: yes("with-simple-notice"), OrderedNotice: yes("with-order-of-notice"),
		ElectronicNotice: yes("with-electronic-notice"), Completeness: yes("completeness-checking"), Inventory: yes("inventory"), ReturnDocuments: yes("vsd"),
		Courier: yes("courier"), ToDoor: yes("delivery-to-door"), NoReturn: yes("no-return"), EasyReturn: yes("easy-return"), WithPackaging: yes("with-packaging"),
		PrePostal: yes("pre-postal-preparation"), WithoutRank: yes("wo-mail-rank"), Pharma: yes("farma"), Tender: yes("tender"), LegalNotice: yes("with-uzeuv-notice"),
	}
	if yes("sms-notice-recipient") {
		d.SMSToRecipient = 1
	}
	if sides, n := sidesOf(v); n == 3 {
		d.Dimension = &Dimension{Length: sides[0], Width: sides[1], Height: sides[2]}
	}
	if point := v[fieldPoint]; point != "" {
		d.AddressType = AddressDefault
		d.ECOM = &ECOMData{Point: point, Services: list(v[fieldECOM]), IdentityMethods: list(v[fieldIDs])}
	}
	d.Goods = goodsOfForm(v, d.ECOM)
	f := FiscalData{
		Email: v["fiscal-data.customer-email"], Phone: phone(v["fiscal-data.customer-phone"]), Name: v["fiscal-data.customer-name"],
		INN: v["fiscal-data.customer-inn"], Prepaid: kopecks(v["fiscal-data.payment-amount"]),
	}
	if f.Email != "" || f.Phone != "" || f.Name != "" || f.INN != "" || f.Prepaid != 0 {
		d.Fiscal = &f
	}
	return d
}

// goodsOfForm makes the goods of a draft. With a partial redemption each piece is a row.
func goodsOfForm(v carriers.Values, to *ECOMData) *Goods {
	var out Goods
	for n := range v.Rows(fieldGoods) {
		row := carriers.RowPrefix(fieldGoods, n+1)
		i := Item{
			Description: v[row+"description"], Quantity: wire.Decimal(v[row+"quantity"]), Value: kopecks(v[row+"value"]), Kind: integer(v[row+"lineattr"]),
			Payment: integer(v[row+"payattr"]), Article: v[row+carriers.FieldArticle], DeclaredValue: kopecks(v[row+"insr-value"]),
			Country: v[row+"country-code"], CustomsNumber: v[row+"customs-declaration-number"], Weight: integer(v[row+"weight"]),
			SupplierINN: v[row+"supplier-inn"], SupplierName: v[row+"supplier-name"], SupplierPhone: string(phone(v[row+"supplier-phone"])),
			ServiceType: integer(v[row+"service-type"]),
		}
		if text := v[row+"vat-rate"]; text != "" {
			rate := integer(text)
			i.VATRate = &rate
		}
		if i.Description == "" {
			continue // a row that was emptied
		}
		pieces := integer(v[row+"quantity"])
		if to == nil || !slices.Contains(to.Services, partialRedemption) || pieces < 2 {
			out.Items = append(out.Items, i)
			continue
		}
		own := i.Article
		for piece := 1; piece <= pieces; piece++ {
			if i.Quantity = "1"; piece > 1 {
				i.Article = fmt.Sprint(own, pieceMark, piece)
			}
			out.Items = append(out.Items, i)
		}
	}
	if len(out.Items) == 0 {
		return nil
	}
	return &out
}

func list(text string) (out []string) {
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one != "" {
			out = append(out, one)
		}
	}
	return out
}

func phone(e164 string) Digits { return Digits(strings.TrimPrefix(e164, "+")) }

// kopecks reads a sum that passed the form.
func kopecks(text string) Kopecks {
	m, err := amount.ParseMoney(or0(text), currency)
	if err != nil {
		return 0
	}
	return Kopecks(m.Minor())
}
