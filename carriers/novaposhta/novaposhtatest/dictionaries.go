package novaposhtatest

import (
	"maps"
	"slices"
	"strings"
)

// The vendor's short dictionaries.
var (
	cargoTypes = []object{
		{"Ref": "Parcel", "Description": "Посилка"},
		{"Ref": "Cargo", "Description": "Вантаж"},
		{"Ref": "Documents", "Description": "Документи"},
		{"Ref": "TiresWheels", "Description": "Шини-диски"},
		{"Ref": "Pallet", "Description": "Палети"},
	}
	serviceTypes = []object{
		{"Ref": "DoorsDoors", "Description": "Адреса-Адреса"},
		{"Ref": "DoorsWarehouse", "Description": "Адреса-Відділення"},
		{"Ref": "WarehouseWarehouse", "Description": "Відділення-Відділення"},
		{"Ref": "WarehouseDoors", "Description": "Відділення-Адреса"},
		{"Ref": "DoorsPostomat", "Description": "Адреса-Поштомат"},
		{"Ref": "WarehousePostomat", "Description": "Відділення-Поштомат"},
	}
	payers = []object{
		{"Ref": "Sender", "Description": "Відправник"},
		{"Ref": "Recipient", "Description": "Одержувач"},
		{"Ref": "ThirdPerson", "Description": "Третя особа"},
	}
	paymentForms  = []object{{"Ref": "NonCash", "Description": "Безготівковий"}, {"Ref": "Cash", "Description": "Готівка"}}
	partyTypes    = []object{{"Ref": "Organization", "Description": "Організація"}, {"Ref": "PrivatePerson", "Description": "Приватна особа"}}
	backwardTypes = []object{{"Ref": "Documents", "Description": "Документи"}, {"Ref": "Money", "Description": "Грошовий переказ"}}

	ownershipForms = []object{
		{"Ref": "0a1b2c3d-0009-11df-8000-000000000001", "Description": "ТОВ", "FullName": "Товариство з обмеженою відповідальністю"},
		{"Ref": "0a1b2c3d-0009-11df-8000-000000000002", "Description": "ФОП", "FullName": "Фізична особа-підприємець"},
	}
)

// dictionary answers with a dictionary.
func dictionary(all []object) handler {
	return func(*call) ([]any, *refusal) { return shown(all), nil }
}

// timeIntervals is "Common.getTimeIntervals". The city is given as a settlement.
func timeIntervals(c *call) (rows []any, _ *refusal) {
	if byRef(c.cities, "_settlement", str(c.p, "RecipientCityRef")) == nil {
		return nil, refuse("20000400449")
	}
	for i, hours := range [][2]string{{"09:00", "12:00"}, {"12:00", "15:00"}, {"15:00", "19:00"}} {
		rows = append(rows, object{"Number": "CityDeliveryTimeInterval" + string(rune('1'+i)), "Start": hours[0], "End": hours[1], "onNextDay": 0})
	}
	return rows, nil
}

// pallets is "Common.getPalletsList".
func pallets(*call) ([]any, *refusal) {
	return []any{object{
		"Ref": "0a1b2c3d-000c-11dd-8000-000000000001", "Description": "Палета до 0,49 м2 (204)", "DescriptionRu": "Паллета до 0,49 м2",
		"Weight": "204.00",
	}}, nil
}

// tires is "Common.getTiresWheelsList".
func tires(*call) ([]any, *refusal) {
	return []any{object{
		"Ref": "0a1b2c3d-000d-11e3-8000-000000000001", "Description": "Шина легкова R 13-14", "DescriptionRu": "Шина легковая R 13-14",
		"Weight": "8.00", "DescriptionType": "Tires",
	}}, nil
}

// packs is "Common.getPackList".
func packs(c *call) ([]any, *refusal) {
	all := []object{{
		"Ref": "0a1b2c3d-000e-11e7-8000-000000000001", "Description": "Коробка (1 кг)", "DescriptionRu": "Коробка (1 кг)", "Length": "240.0",
		"Width": "170.0", "Height": "100.0", "VolumetricWeight": "1.00", "TypeOfPacking": "", "PackagingForPlace": "1",
	}}
	return shown(filter(all, func(o object) bool {
		for k := range strings.FieldsSeq("Length Width Height VolumetricWeight TypeOfPacking") {
			if v := str(c.p, k); v != "" && v != str(o, k) && (dec(c.p, k) == nil || dec(c.p, k).Cmp(orZero(dec(o, k))) != 0) {
				return false
			}
		}
		return true
	})), nil
}

// descriptions is "Common.getCargoDescriptionList".
func descriptions(c *call) ([]any, *refusal) {
	var all []object
	for i, name := range []string{"Кружка", "Чайник", "Одяг", "Товар"} {
		all = append(all, object{"Ref": "0a1b2c3d-000f-11e3-8000-00000000000" + string(rune('1'+i)), "Description": name, "DescriptionRu": name})
	}
	return c.page(filter(all, func(o object) bool { return c.begins(o, str(c.p, "FindByString")) }), 500)
}

// messageCodes is "Common.getMessageCodeText": the messages that the fake gives.
func messageCodes(*call) (rows []any, _ *refusal) {
	for _, code := range slices.Sorted(maps.Keys(messageTexts)) {
		rows = append(rows, object{"MessageCode": code, "MessageText": messageTexts[code], "MessageDescriptionUA": "", "MessageDescriptionRU": ""})
	}
	return rows, nil
}
