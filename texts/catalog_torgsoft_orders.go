package texts

// torgsoftOrders are why an order cannot be written for Torgsoft.
func torgsoftOrders() []entry {
	return []entry{
		{
			"the time zone of Kyiv is not known here: set Zone, or import time/tzdata",
			"часовой пояс Киева здесь неизвестен: укажите Zone или подключите time/tzdata",
			"часовий пояс Києва тут невідомий: вкажіть Zone або підключіть time/tzdata",
			"strefa czasowa Kijowa nie jest tu znana: podaj Zone albo dołącz time/tzdata",
		},
		{
			"the encoding %q is not known: %s or %s",
			"кодировка «%s» неизвестна: нужна %s или %s", "кодування «%s» невідоме: потрібне %s або %s", "kodowanie „%s” nie jest znane: %s albo %s",
		},
		{
			"Services: %q for lines of the kind %s is no ID: want a whole number",
			"Services: «%s» для строк вида %s — не код товара: нужно целое число",
			"Services: «%s» для рядків виду %s — не код товару: потрібне ціле число",
			"Services: „%s” dla pozycji rodzaju %s to nie numer towaru: potrzebna liczba całkowita",
		},
		{
			"order %s has no number yet: it is written once it has one",
			"у заказа %s ещё нет номера: он будет записан, когда номер появится",
			"замовлення %s ще не має номера: його буде записано, коли номер з'явиться",
			"zamówienie %s nie ma jeszcze numeru: zostanie zapisane, gdy go dostanie",
		},
		{
			"order %s: the buyer has no name",
			"заказ %s: не указано имя покупателя", "замовлення %s: не вказано імені покупця", "zamówienie %s: brak nazwiska kupującego",
		},
		{
			"order %s: the buyer has no phone number",
			"заказ %s: не указан телефон покупателя", "замовлення %s: не вказано телефону покупця", "zamówienie %s: brak telefonu kupującego",
		},
		{
			"order %s: it is not known when it was placed",
			"заказ %s: неизвестно, когда он оформлен", "замовлення %s: невідомо, коли його оформлено", "zamówienie %s: nie wiadomo, kiedy zostało złożone",
		},
		{"order %s: %v", "заказ %s: %v", "замовлення %s: %v", "zamówienie %s: %v"},
		{"order %s: it has no goods", "заказ %s: в нём нет товаров", "замовлення %s: у ньому немає товарів", "zamówienie %s: nie ma w nim towarów"},
		{
			"order %s: its lines come to %s, the order to %s",
			"заказ %s: сумма строк — %s, сумма заказа — %s",
			"замовлення %s: сума рядків — %s, сума замовлення — %s",
			"zamówienie %s: suma pozycji to %s, suma zamówienia to %s",
		},
		{"order %s, line %s (%s): %v", "заказ %s, строка %s (%s): %v", "замовлення %s, рядок %s (%s): %v", "zamówienie %s, pozycja %s (%s): %v"},
		{
			"order %s, line %s (%s): the article %q is not one of Torgsoft's: %s",
			"заказ %s, строка %s (%s): артикула «%s» в Торгсофте нет: %s",
			"замовлення %s, рядок %s (%s): артикулу «%s» у Торгсофті немає: %s",
			"zamówienie %s, pozycja %s (%s): artykułu „%s” nie ma w Torgsofcie: %s",
		},
		{
			"want the \"GoodID\" that Torgsoft has for it",
			"нужен «GoodID», под которым он есть в Торгсофте",
			"потрібен «GoodID», під яким він є в Торгсофті",
			"potrzebny „GoodID”, pod którym jest w Torgsofcie",
		},
		{
			"name its service good in OrderFormat.Services",
			"укажите товар-услугу в OrderFormat.Services", "вкажіть товар-послугу в OrderFormat.Services", "podaj jego towar-usługę w OrderFormat.Services",
		},
		{
			"%s for %s cannot be written as a price of one",
			"%s за %s нельзя записать ценой за единицу", "%s за %s не можна записати ціною за одиницю", "%s za %s nie da się zapisać jako ceny jednostkowej",
		},
		{
			"order %s was written before and has changed since: Torgsoft takes an order once, so change it there",
			"заказ %s уже был записан и с тех пор изменился: Торгсофт принимает заказ один раз, измените его там",
			"замовлення %s уже було записано й відтоді змінилося: Торгсофт приймає замовлення один раз, змініть його там",
			"zamówienie %s było już zapisane i od tego czasu się zmieniło: Torgsoft przyjmuje zamówienie raz, zmień je tam",
		},
		{
			"number %s was written for order %s: Torgsoft would take them for one; let their numbers differ",
			"номер %s уже записан для заказа %s: Торгсофт примет их за один; пусть номера различаются",
			"номер %s уже записано для замовлення %s: Торгсофт вважатиме їх одним; хай номери різняться",
			"numer %s zapisano już dla zamówienia %s: Torgsoft weźmie je za jedno; niech numery się różnią",
		},
		{
			"what was written of the order before cannot be read: look at the folders %s and %s",
			"то, что было записано о заказе раньше, прочитать нельзя: посмотрите папки %s и %s",
			"те, що було записано про замовлення раніше, прочитати не можна: перегляньте теки %s і %s",
			"tego, co zapisano o zamówieniu wcześniej, nie można odczytać: zajrzyj do folderów %s i %s",
		},
	}
}

// torgsoftPrices are why a good is not in a price list.
func torgsoftPrices() []entry {
	return []entry{
		{"another good has this ID", "этот код есть у другого товара", "цей код має інший товар", "ten numer ma inny towar"},
		{
			"its category %q would have the number of %q: set up sections in Torgsoft",
			"его категория «%s» получила бы номер категории «%s»: заведите разделы в Торгсофте",
			"його категорія «%s» отримала б номер категорії «%s»: створіть розділи в Торгсофті",
			"jego kategoria „%s” dostałaby numer kategorii „%s”: załóż działy w Torgsofcie",
		},
		{
			"the price list would be empty: no good is to be shown",
			"прайс-лист был бы пуст: показывать нечего", "прайс-лист був би порожній: показувати нічого", "cennik byłby pusty: nie ma czego pokazać",
		},
		{
			"the price list would be empty: %d {1:good is|goods are} left out; the first, %s: %s",
			"прайс-лист был бы пуст: %d {1:товар не вошёл|товара не вошли|товаров не вошли}; первый, %s: %s",
			"прайс-лист був би порожній: %d {1:товар не увійшов|товари не увійшли|товарів не увійшли}; перший, %s: %s",
			"cennik byłby pusty: %d {1:towar pominięto|towary pominięto|towarów pominięto}; pierwszy, %s: %s",
		},
		{"its price %s: %v", "его цена %s: %v", "його ціна %s: %v", "jego cena %s: %v"},
		{"it has no price", "у него нет цены", "у нього немає ціни", "nie ma ceny"},
		{
			"its price is in %s: ROZETKA takes UAH only",
			"его цена в %s: ROZETKA принимает только UAH", "його ціна в %s: ROZETKA приймає лише UAH", "jego cena jest w %s: ROZETKA przyjmuje tylko UAH",
		},
		{"it has no name", "у него нет названия", "у нього немає назви", "nie ma nazwy"},
		{
			"its name has more than %d letters",
			"название длиннее %d знаков", "назва довша за %d знаків", "nazwa ma więcej niż %d znaków",
		},
		{
			"it has no producer: set PriceList.Brand",
			"у него нет производителя: укажите PriceList.Brand", "у нього немає виробника: вкажіть PriceList.Brand", "nie ma producenta: podaj PriceList.Brand",
		},
		{
			"it has neither a section nor a kind of goods",
			"у него нет ни раздела, ни вида товара", "у нього немає ні розділу, ні виду товару", "nie ma ani działu, ani rodzaju towaru",
		},
		{
			"the goods file does not say what there is of it",
			"в файле товаров нет его остатка", "у файлі товарів немає його залишку", "plik towarów nie podaje jego stanu",
		},
		{
			"the goods file does not say what there is of it at the centre %s",
			"в файле товаров нет его остатка в центре учёта %s",
			"у файлі товарів немає його залишку в центрі обліку %s",
			"plik towarów nie podaje jego stanu w centrum %s",
		},
		{"it has no picture", "у него нет фото", "у нього немає фото", "nie ma zdjęcia"},
		{
			"the picture %q is no address: set PriceList.PictureURL",
			"фото «%s» — не адрес: укажите PriceList.PictureURL", "фото «%s» — не адреса: вкажіть PriceList.PictureURL", "zdjęcie „%s” to nie adres: podaj PriceList.PictureURL",
		},
		{
			"the address of its picture cannot be read: %q",
			"адрес его фото прочитать нельзя: «%s»", "адресу його фото прочитати не можна: «%s»", "nie można odczytać adresu zdjęcia: „%s”",
		},
		{
			"the address of its picture must begin with https: %q",
			"адрес его фото должен начинаться с https: «%s»",
			"адреса його фото має починатися з https: «%s»",
			"adres zdjęcia musi zaczynać się od https: „%s”",
		},
		{
			"the address of its picture must be of at most %d ASCII characters, without blanks: %q",
			"адрес его фото должен быть не длиннее %d знаков ASCII, без пробелов: «%s»",
			"адреса його фото має бути не довша за %d знаків ASCII, без пробілів: «%s»",
			"adres zdjęcia może mieć najwyżej %d znaków ASCII, bez spacji: „%s”",
		},
	}
}
