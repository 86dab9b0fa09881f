package texts

// markingTexts are what is wrong with a marking code, and what to do.
func markingTexts() []entry {
	return []entry{
		{"the marking code is empty", "код маркировки пуст", "код маркування порожній", "kod znakowania jest pusty"},
		{
			"the marking code has %d bytes: scan one code",
			"в коде маркировки %d байт: отсканируйте один код",
			"у коді маркування %d байтів: відскануйте один код",
			"kod znakowania ma %d bajtów: zeskanuj jeden kod",
		},
		{
			"the marking code is not UTF-8: scan it again",
			"код маркировки не в UTF-8: отсканируйте ещё раз",
			"код маркування не в UTF-8: відскануйте ще раз",
			"kod znakowania nie jest w UTF-8: zeskanuj ponownie",
		},
		{
			"the marking code has Cyrillic letters: the scanner types with the Russian keyboard; switch the keyboard to English and scan again",
			"в коде маркировки русские буквы: сканер печатает в русской раскладке; переключите клавиатуру на английский и отсканируйте снова",
			"у коді маркування кириличні літери: сканер друкує в російській розкладці; перемкніть клавіатуру на англійську й відскануйте знову",
			"kod znakowania zawiera cyrylicę: skaner pisze na rosyjskiej klawiaturze; przełącz klawiaturę na angielską i zeskanuj ponownie",
		},
		{
			"the marking code has Cyrillic letters, typed with the Russian keyboard; it is probably %q: switch the keyboard to English and scan again",
			"в коде маркировки русские буквы, набранные в русской раскладке; вероятно, это «%s»: переключите клавиатуру на английский и отсканируйте снова",
			"у коді маркування кириличні літери, набрані в російській розкладці; імовірно, це «%s»: перемкніть клавіатуру на англійську й відскануйте знову",
			"kod znakowania zawiera cyrylicę z rosyjskiej klawiatury; to prawdopodobnie „%s”: przełącz klawiaturę na angielską i zeskanuj ponownie",
		},
		{
			"%q is the number of the goods, not the marking code of one unit: scan the square DataMatrix",
			"«%s» — номер товара, а не код маркировки единицы: отсканируйте квадратный DataMatrix",
			"«%s» — номер товару, а не код маркування одиниці: відскануйте квадратний DataMatrix",
			"„%s” to numer towaru, a nie kod znakowania sztuki: zeskanuj kwadratowy DataMatrix",
		},
		{
			"%q is the number of a transport pack: scan the DataMatrix of the unit itself",
			"«%s» — номер транспортной упаковки: отсканируйте DataMatrix самой единицы",
			"«%s» — номер транспортної упаковки: відскануйте DataMatrix самої одиниці",
			"„%s” to numer opakowania transportowego: zeskanuj DataMatrix samej sztuki",
		},
		{
			"the marking code does not begin with 01, the GTIN of 14 digits and 21: scan the whole DataMatrix",
			"код маркировки не начинается с 01, GTIN из 14 цифр и 21: отсканируйте DataMatrix целиком",
			"код маркування не починається з 01, GTIN із 14 цифр і 21: відскануйте DataMatrix повністю",
			"kod znakowania nie zaczyna się od 01, 14 cyfr GTIN i 21: zeskanuj cały DataMatrix",
		},
		{
			"the check digit of GTIN %s is wrong: the code was misread, scan it again",
			"контрольная цифра GTIN %s неверна: код прочитан с ошибкой, отсканируйте ещё раз",
			"контрольна цифра GTIN %s хибна: код прочитано з помилкою, відскануйте ще раз",
			"cyfra kontrolna GTIN %s jest błędna: kod źle odczytano, zeskanuj ponownie",
		},
		{
			"the serial number of the marking code has %d characters, 1 to 20 are possible: the scanner lost the separators, set it to send GS (byte 29)",
			"в серийном номере кода маркировки %d символов, возможно от 1 до 20: сканер потерял разделители, настройте его на передачу GS (байт 29)",
			"у серійному номері коду маркування %d символів, можливо від 1 до 20: сканер втратив роздільники, налаштуйте його на передавання GS (байт 29)",
			"numer seryjny kodu znakowania ma %d znaków, możliwe 1–20: skaner zgubił separatory, ustaw wysyłanie GS (bajt 29)",
		},
		{
			"the marking code has the character %q, which no code has: scan it again",
			"в коде маркировки символ «%s», которого там быть не может: отсканируйте ещё раз",
			"у коді маркування символ «%s», якого там бути не може: відскануйте ще раз",
			"kod znakowania zawiera znak „%s”, którego tam być nie może: zeskanuj ponownie",
		},
		{
			"element %s of the marking code has another length than %s characters: scan it again",
			"в элементе %s кода маркировки должно быть %s символов: отсканируйте ещё раз",
			"в елементі %s коду маркування має бути %s символів: відскануйте ще раз",
			"element %s kodu znakowania powinien mieć %s znaków: zeskanuj ponownie",
		},
		{
			"element %s of the marking code is no number: scan it again",
			"элемент %s кода маркировки должен быть числом: отсканируйте ещё раз",
			"елемент %s коду маркування має бути числом: відскануйте ще раз",
			"element %s kodu znakowania musi być liczbą: zeskanuj ponownie",
		},
		{
			"the marking code lost its separators and can be read in %d ways: set the scanner to send GS (byte 29) and scan again",
			"код маркировки потерял разделители и читается %d способами: настройте сканер на передачу GS (байт 29) и отсканируйте снова",
			"код маркування втратив роздільники й читається %d способами: налаштуйте сканер на передавання GS (байт 29) і відскануйте знову",
			"kod znakowania zgubił separatory i można go odczytać na %d sposoby: ustaw w skanerze wysyłanie GS (bajt 29) i zeskanuj ponownie",
		},
		{
			"%q is a link to a page, not a marking code: scan the square DataMatrix, not the QR code",
			"«%s» — ссылка на страницу, а не код маркировки: отсканируйте квадратный DataMatrix, а не QR-код",
			"«%s» — посилання на сторінку, а не код маркування: відскануйте квадратний DataMatrix, а не QR-код",
			"„%s” to link do strony, a nie kod znakowania: zeskanuj kwadratowy DataMatrix, nie kod QR",
		},
		{
			"the marking code is of another group of goods than %s: scan the code of the right goods",
			"код маркировки не из товарной группы %s: отсканируйте код нужного товара",
			"код маркування не з товарної групи %s: відскануйте код потрібного товару",
			"kod znakowania nie należy do grupy towarów %s: zeskanuj kod właściwego towaru",
		},
		{
			"the serial number of the marking code has %d characters, goods of the group %s have %s: scan the code of the right goods",
			"в серийном номере кода маркировки %d символов, у товаров группы %s — %s: отсканируйте код нужного товара",
			"у серійному номері коду маркування %d символів, у товарів групи %s — %s: відскануйте код потрібного товару",
			"numer seryjny kodu znakowania ma %d znaków, towary grupy %s mają %s: zeskanuj kod właściwego towaru",
		},
		{
			"the marking code has two separators one after the other: scan it again",
			"в коде маркировки два разделителя подряд: отсканируйте ещё раз",
			"у коді маркування два роздільники поспіль: відскануйте ще раз",
			"kod znakowania ma dwa separatory obok siebie: zeskanuj ponownie",
		},
		{
			"the marking code is of other goods: its GTIN is %s, the line's is %s; put the right goods in, or correct the line's GTIN",
			"код маркировки от другого товара: его GTIN %s, а у строки %s; положите нужный товар или исправьте GTIN строки",
			"код маркування від іншого товару: його GTIN %s, а в рядку %s; покладіть потрібний товар або виправте GTIN рядка",
			"kod znakowania innego towaru: jego GTIN to %s, a pozycji %s; włóż właściwy towar albo popraw GTIN pozycji",
		},
	}
}
