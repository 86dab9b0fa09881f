package novaposhta

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
)

// The groups of the form, as a screen shows them.
const (
	groupDelivery  = "Доставка"
	groupRecipient = "Одержувач"
	groupSender    = "Відправник"
	groupCargo     = "Вантаж"
	groupMoney     = "Оплата за товар"
)

// The fields of cash on delivery.
const (
	fieldCash    = "BackwardDeliveryData.RedeliveryString"
	fieldPayer   = "BackwardDeliveryData.PayerType"
	fieldControl = "AfterpaymentOnGoodsCost"
)

// refPattern is how Refs are written.
const refPattern = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`

var refs = regexp.MustCompile(`^` + refPattern + `$`)

// isRef reports whether a text is a Ref that names something.
func isRef(text string) bool {
	return refs.MatchString(text) && strings.Trim(text, "0-") != ""
}

// form returns the fields of a waybill. Their names are those of its properties; some that Nova Poshta takes apart are
// written in one.
func form() []carriers.Field {
	toDoor := when("ServiceType", services(ServiceType.ToDoor)...)
	toPoint := when("ServiceType", services(func(t ServiceType) bool { return !t.ToDoor() })...)
	voluminous := when("CargoType", cargoes(func(i CargoInfo) bool { return i.Volume })...)
	detailed := when("CargoType", cargoes(func(i CargoInfo) bool { return i.Details })...)
	sized := append(when("ServiceType", services(ServiceType.ToLocker)...), voluminous...) // sizes of papers count as a volume
	cash := []carriers.Condition{{Field: fieldCash, Above: "0"}}
	return slices.Concat(
		in(groupDelivery,
			carriers.Field{Name: "ServiceType", Label: "Тип доставки", Type: carriers.TypeChoice, Required: true, Choices: serviceChoices()},
			carriers.Field{Name: "DateTime", Label: "Дата відправлення", Type: carriers.TypeDate, Required: true},
			carriers.Field{Name: "PreferredDeliveryDate", Label: "Бажана дата доставки", Type: carriers.TypeDate},
			carriers.Field{Name: "PayerType", Label: "Платник за доставку", Type: carriers.TypeChoice, Required: true, Choices: choices(
				string(Sender), "Відправник", string(Recipient), "Одержувач", string(ThirdPerson), "Третя особа",
			)},
			carriers.Field{Name: "ThirdPerson", Label: "Третя особа", Type: carriers.TypeText, Pattern: refPattern, OnlyWhen: when("PayerType", string(ThirdPerson)), Required: true},
			carriers.Field{Name: "PaymentMethod", Label: "Форма оплати", Type: carriers.TypeChoice, Required: true, Choices: choices(
				string(Cash), "Готівка", string(NonCash), "Безготівка",
			)},
			carriers.Field{Name: "AdditionalInformation", Label: "Додаткова інформація", Type: carriers.TypeText},
			carriers.Field{Name: "AccompanyingDocuments", Label: "Супровідні документи", Type: carriers.TypeText},
			carriers.Field{Name: "Note", Label: "Примітка", Type: carriers.TypeText},
		),
		in(groupRecipient,
			carriers.Field{Name: "RecipientName", Label: "Прізвище, ім'я, по батькові", Type: carriers.TypeText, Required: true, Help: "Спочатку прізвище"},
			carriers.Field{Name: "RecipientsPhone", Label: "Телефон", Type: carriers.TypePhone, Required: true},
			carriers.Field{Name: "CityRecipient", Label: "Населений пункт", Type: carriers.TypeCity, Pattern: refPattern, Required: true},
			carriers.Field{Name: "RecipientAddress", Label: "Відділення або поштомат", Type: carriers.TypePoint, Pattern: refPattern, OnlyWhen: toPoint, Required: true},
			carriers.Field{Name: "RecipientAddressName", Label: "Вулиця", Type: carriers.TypeText, OnlyWhen: toDoor, Required: true},
			carriers.Field{Name: "RecipientHouse", Label: "Будинок", Type: carriers.TypeText, OnlyWhen: toDoor, Required: true},
			carriers.Field{Name: "RecipientFlat", Label: "Квартира", Type: carriers.TypeText, OnlyWhen: toDoor},
			carriers.Field{Name: "RecipientAddressNote", Label: "Примітка до адреси", Type: carriers.TypeText, OnlyWhen: toDoor},
			carriers.Field{Name: "Recipient", Label: "Контрагент", Type: carriers.TypeText, Pattern: refPattern, RequiredWhen: when("ContactRecipient"), Help: "Для організацій; для приватних осіб створюється сам"},
			carriers.Field{Name: "ContactRecipient", Label: "Контактна особа", Type: carriers.TypeText, Pattern: refPattern, RequiredWhen: when("Recipient")},
		),
		in(groupSender,
			carriers.Field{Name: "Sender", Label: "Контрагент", Type: carriers.TypeText, Pattern: refPattern, Required: true},
			carriers.Field{Name: "ContactSender", Label: "Контактна особа", Type: carriers.TypeText, Pattern: refPattern, Required: true},
			carriers.Field{Name: "SendersPhone", Label: "Телефон", Type: carriers.TypePhone, Required: true},
			carriers.Field{Name: "CitySender", Label: "Населений пункт", Type: carriers.TypeCity, Pattern: refPattern, Required: true},
			carriers.Field{Name: "SenderAddress", Label: "Відділення або адреса", Type: carriers.TypePoint, Pattern: refPattern, Required: true},
		),
		in(groupCargo,
			carriers.Field{Name: "CargoType", Label: "Тип вантажу", Type: carriers.TypeChoice, Required: true, Choices: cargoChoices()},
			carriers.Field{Name: "Description", Label: "Опис", Type: carriers.TypeText, Required: true},
			carriers.Field{Name: "Cost", Label: "Оголошена вартість", Type: carriers.TypeInteger, Unit: currency, Min: "0", Required: true},
			carriers.Field{Name: "OptionsSeat", Label: "Місця", Type: carriers.TypeList, Min: "1", Required: true, Fields: []carriers.Field{
				{Name: "weight", Label: "Вага", Type: carriers.TypeDecimal, Unit: "kg", Min: "0.1", Required: true},
				{Name: "volumetricLength", Label: "Довжина", Type: carriers.TypeDecimal, Unit: "cm", OnlyWhen: sized},
				{Name: "volumetricWidth", Label: "Ширина", Type: carriers.TypeDecimal, Unit: "cm", OnlyWhen: sized},
				{Name: "volumetricHeight", Label: "Висота", Type: carriers.TypeDecimal, Unit: "cm", OnlyWhen: sized},
			}},
			carriers.Field{Name: "VolumeGeneral", Label: "Загальний об'єм", Type: carriers.TypeDecimal, Unit: "m3", Min: "0.0004", OnlyWhen: voluminous, Help: "Потрібен, якщо не вказано розміри всіх місць"},
			carriers.Field{Name: "CargoDetails", Label: "Що саме", Type: carriers.TypeList, Min: "1", OnlyWhen: detailed, Required: true, Fields: []carriers.Field{
				{Name: "CargoDescription", Label: "Вид", Type: carriers.TypeText, Pattern: refPattern, Required: true},
				{Name: "Amount", Label: "Кількість", Type: carriers.TypeInteger, Min: "1", Required: true},
			}},
		),
		in(groupMoney,
			carriers.Field{Name: fieldCash, Label: "Грошовий переказ", Type: carriers.TypeMoney, Unit: currency, Min: "0"},
			carriers.Field{Name: fieldPayer, Label: "Платник за переказ", Type: carriers.TypeChoice, OnlyWhen: cash, RequiredWhen: cash, Choices: choices(
				string(Recipient), "Одержувач", string(Sender), "Відправник",
			)},
			carriers.Field{Name: fieldControl, Label: "Контроль оплати", Type: carriers.TypeMoney, Unit: currency, Min: "0"},
		),
	)
}

// emptyForm returns the form without values.
func emptyForm() carriers.Form {
	return carriers.Form{System: Name, Fields: form(), ExtraCheck: checkForm}
}

func in(group string, fields ...carriers.Field) []carriers.Field {
	for i := range fields {
		fields[i].Group = group
	}
	return fields
}

// services returns the codes of the services that fit.
func services(fits func(ServiceType) bool) (out []string) {
	for _, t := range serviceTypes {
		if fits(t.code) {
			out = append(out, string(t.code))
		}
	}
	return out
}

// cargoes returns the codes of the kinds of cargo that fit.
func cargoes(fits func(CargoInfo) bool) (out []string) {
	for _, i := range Cargoes() {
		if fits(i) {
			out = append(out, string(i.Type))
		}
	}
	return out
}

// when is the condition that a field has one of the values, or any if there are none.
func when(field string, is ...string) []carriers.Condition {
	return []carriers.Condition{{Field: field, Is: is}}
}

// choices makes choices of values and labels in turn.
func choices(pairs ...string) (out []carriers.Choice) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, carriers.Choice{Value: pairs[i], Label: pairs[i+1]})
	}
	return out
}

func serviceChoices() (out []carriers.Choice) {
	for _, t := range serviceTypes {
		out = append(out, carriers.Choice{Value: string(t.code), Label: t.name})
	}
	return out
}

func cargoChoices() (out []carriers.Choice) {
	for _, i := range Cargoes() {
		out = append(out, carriers.Choice{Value: string(i.Type), Label: i.Name})
	}
	return out
}
