package bitrixtest

// The entities of the shop as its server describes them; see kind and the modes of a field.
var (
	orders = kind("order", "orders", `personTypeId:i:qi userId:i:i currency:s:qi lid:s:qi personTypeXmlId:s:r
		statusXmlId:s:r accountNumber:s:r id:i:r canceled:s dateCanceled:t:r deducted:s:r empCanceledId:i reasonCanceled:s
		statusId:s dateStatus:t:r empStatusId:i marked:s dateMarked:t:r empMarkedId:i reasonMarked:s price:f payed:s:r
		discountValue:f dateInsert:t dateUpdate:t:r userDescription:s additionalInfo:s comments:s taxValue:f:r recurringId:s
		lockedBy:s dateLock:t:r recountFlag:s affiliateId:i updated1c:s orderTopic:s responsibleId:i xmlId:s id1c:s
		version1c:s version:i:r externalOrder:s companyId:i`)

	basketItems = kind("basketItem", "basketItems", `id:i:r xmlId:s orderId:i:qi fuserId:i:r lid:s:r sort:i productId:i:qi
		price:f currency:s:qi customPrice:s:r quantity:f:q dateInsert:t:r dateUpdate:t:r name:s productPriceId:i priceTypeId:i
		detailPageUrl:s:r basePrice:f discountPrice:f weight:f dimensions:s measureCode:s measureName:s canBuy:s vatRate:f
		vatIncluded:s type:i productProviderClass:s:i module:s:i setParentId:i catalogXmlId:s:i productXmlId:s:i`)

	// catalogItems are lines of goods of the catalogue: what the catalogue says is not written.
	catalogItems = kind("basketItem", "basketItems", `id:i:r xmlId:s orderId:i:qi fuserId:i:r lid:s:r sort:i productId:i:qi
		price:f currency:s:qi customPrice:s:r quantity:f:q dateInsert:t:r dateUpdate:t:r name:s:r productPriceId:i:r
		priceTypeId:i:r detailPageUrl:s:r basePrice:f:r discountPrice:f:r weight:f:r dimensions:s:r measureCode:s:r
		measureName:s:r canBuy:s:r vatRate:f:r vatIncluded:s:r type:i:r productProviderClass:s:r module:s:r setParentId:i:r
		catalogXmlId:s:r productXmlId:s:r`)

	basketProperties = kind("basketProperty", "basketProperties",
		`id:i:r basketId:i:qi name:s:q value:s:q code:s:q sort:i xmlId:s`)

	payments = kind("payment", "payments", `paySystemXmlId:s:r paySystemIsCash:s:r accountNumber:s:r id:i:r orderId:i:qi
		paid:s datePaid:t empPaidId:i paySystemId:i:q psStatus:s psStatusCode:s psStatusDescription:s psStatusMessage:s psSum:f
		psCurrency:s psResponseDate:t payVoucherNum:s payVoucherDate:t datePayBefore:t dateBill:t xmlId:s sum:f currency:s:r
		paySystemName:s:r companyId:i payReturnNum:s priceCod:s payReturnDate:t empReturnId:i payReturnComment:s
		responsibleId:i empResponsibleId:i dateResponsibleId:t:r isReturn:s comments:s updated1c:s id1c:s version1c:s
		externalPayment:s psInvoiceId:s marked:s reasonMarked:s dateMarked:t:r empMarkedId:i`)

	paymentItems = view("paymentItemBasket", "paymentItemsBasket",
		`id:i:r paymentId:i:qi basketId:i:qi quantity:f:q xmlId:s dateInsert:t:r`)

	paymentShipments = view("paymentItemShipment", "paymentItemsShipment",
		`id:i:r paymentId:i:qi shipmentId:i:qi xmlId:s dateInsert:t:r`)

	shipments = kind("shipment", "shipments", `id:i:r orderId:i:qi statusId:s basePriceDelivery:f priceDelivery:f
		allowDelivery:s:q dateAllowDelivery:t:r empAllowDeliveryId:i:r deducted:s:q dateDeducted:t:r empDeductedId:i:r
		reasonUndoDeducted:s:r deliveryId:i:q deliveryDocNum:s deliveryDocDate:t trackingNumber:s xmlId:s deliveryName:s:r
		companyId:i marked:s:r dateMarked:t:r empMarkedId:i:r reasonMarked:s:r canceled:s:r dateCanceled:t:r empCanceledId:i:r
		responsibleId:i dateResponsibleId:t:r empResponsibleId:i:r comments:s currency:s:r customPriceDelivery:s:r
		updated1c:s:r externalDelivery:s:r version1c:s:r id1c:s:r trackingStatus:s:r trackingLastCheck:s:r
		trackingDescription:s:r discountPrice:f:r dateInsert:t:r system:s:r statusXmlId:s:r deliveryXmlId:s:r
		accountNumber:s:r`)

	shipmentItems = kind("shipmentItem", "shipmentItems",
		`id:i:r orderDeliveryId:i:qi basketId:i:qi quantity:f:q xmlId:s dateInsert:t:r reservedQuantity:f:r`)

	properties = kind("property", "properties", `id:i:r personTypeId:i:qi propsGroupId:i:qi name:s:q code:s active:s util:s
		userProps:s isFiltered:s sort:i description:s xmlId:s type:s:qi required:s multiple:s defaultValue:x settings:x
		isProfileName:s isPayer:s isEmail:s isPhone:s isZip:s isAddress:s isLocation:s inputFieldLocation:s isLocation4tax:s
		isAddressFrom:s isAddressTo:s`)

	propertyValues = view("propertyValue", "propertyValues",
		`name:s code:s orderPropsXmlId:s:r id:i:ri orderId:i:qi value:x:q orderPropsId:i:q`)

	shipmentValues = view("propertyValue", "propertyValues",
		`id:i:ri shipmentId:i:qi shipmentPropsXmlId:s:r name:s code:s value:x:q shipmentPropsId:i:q`)

	personTypes = view("personType", "personTypes", `id:i:r name:s:q code:s sort:s active:s xmlId:s`)
	statuses    = view("status", "statuses", `id:s:qi type:s:q sort:i notify:s color:s xmlId:s`)
	statusLangs = view("statusLang", "statusLangs", `statusId:s:qi lid:s:qi name:s:q description:s`)
	platforms   = view("tradePlatform", "tradePlatforms", `id:i:r code:s active:s name:s description:s settings:s
		catalogSectionTabClassName:s class:s xmlId:s`)

	catalogs = view("catalog", "catalogs", `id:i:r iblockId:i:qi yandexExport:s subscription:s vatId:i productIblockId:i
		skuPropertyId:i iblockTypeId:s:r lid:s:r name:s:r`)

	products = view("product", "products", `id:i:r timestampX:t:r active:s dateActiveFrom:t dateActiveTo:t name:s:a code:s
		sort:i previewText:s previewTextType:s detailText:s detailTextType:s iblockId:i:qi iblockSectionId:i xmlId:s
		dateCreate:t createdBy:i modifiedBy:i type:i:r bundle:s:r available:s:r quantity:f quantityReserved:f quantityTrace:s
		canBuyZero:s subscribe:s vatId:i vatIncluded:s purchasingPrice:f purchasingCurrency:s barcodeMulti:s weight:f length:f
		width:f height:f measure:i property45:x`)

	prices = view("price", "prices", `id:i:r productId:i:qi extraId:i catalogGroupId:i:qi price:f:a currency:s:a timestampX:t:r
		quantityFrom:i quantityTo:i priceScale:f:r`)

	priceTypes = view("priceType", "priceTypes", `id:i:r name:s:a base:s sort:i xmlId:s timestampX:t:r modifiedBy:i:r
		dateCreate:t:r createdBy:i:r`)

	stores = view("store", "stores", `id:i:r title:s active:s address:s:a description:s gpsN:f gpsS:f imageId:x dateModify:t
		dateCreate:t userId:i:r modifiedBy:i:r phone:s schedule:s xmlId:s sort:i email:s issuingCenter:s code:s`)

	storeProducts = view("storeProduct", "storeProducts",
		`id:i:r productId:i:r amount:f:r storeId:i:r quantityReserved:f:r`)

	vats     = view("vat", "vats", `id:i:r timestampX:t active:s sort:i name:s:q rate:f:q`)
	measures = view("measure", "measures", `id:i:r code:i:a measureTitle:s:a symbol:s symbolIntl:s symbolLetterIntl:s
		isDefault:s`)
	roundingRules = view("roundingRule", "roundingRules", `id:i:r catalogGroupId:i:q price:f:q roundType:i:q
		roundPrecision:f:q createdBy:i:r dateCreate:t:r modifiedBy:i:r dateModify:t:r`)
	sections = view("section", "sections", `id:i:r timestampX:t:r iblockId:i:qi iblockSectionId:i name:s:a xmlId:s code:s
		sort:i active:s description:s descriptionType:s`)
)
